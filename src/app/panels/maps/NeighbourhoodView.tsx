import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { featureById } from "#engine/features/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { labValue } from "../../format.ts";
import { useViewing } from "../../hooks/use-app.ts";
import type { Layer } from "../../maps/layer.ts";
import { windowContents } from "../../maps/window-matrix.ts";

/** More columns than this say nothing at a glance. */
const MOST = 12;

/** What the voxel under the pointer is computed from: the levels of its window, and the family's matrix of them. */
export function NeighbourhoodView({ layer }: { layer: Layer }) {
  const { t } = useTranslation();
  const reading = useViewing(({ probe }) => probe?.overlays.find((o) => o.id === layer.id));
  // The last voxel stays while the pointer is on its way to the panel.
  const [last, setLast] = useState<Vec3 | null>(null);
  const index = reading && reading.state > 0 ? reading.index : last;
  if (index && index.join() !== last?.join()) setLast(index);
  const key = index?.join() ?? "";
  const { source } = layer;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the voxel
  const found = useMemo(() => {
    const family = source.kind === "map" ? featureById(source.featureId)?.family.id : undefined;
    return index && family && source.kind === "map" ? windowContents(source.prepared, family, index) : null;
  }, [source, key]);
  if (!found) return <p className="small dim">{t("maps.neighbourhoodNone")}</p>;
  const { levels, matrix } = found;
  const seen = matrix?.columns.slice(0, MOST) ?? [];
  return (
    <div className="neighbourhood small">
      <p className="dim">{t("maps.neighbourhoodLevels")}</p>
      <div className="window-slices" data-map="levels">
        {levels.map((rows, z) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: slices are their places
          <table key={z}>
            <tbody>
              {rows.map((row, y) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows are their places
                <tr key={y}>
                  {row.map((level, x) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: voxels are their places
                    <td key={x}>{level === 0 ? "·" : level}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      {matrix && (
        <>
          <p className="dim">{t("maps.neighbourhoodMatrix")}</p>
          <div className="map-table" data-map="matrix">
            <table>
              <thead>
                <tr>
                  <td />
                  {seen.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                  {matrix.columns.length > MOST && <td>…</td>}
                </tr>
              </thead>
              <tbody>
                {matrix.rows.map((row, r) => (
                  <tr key={row}>
                    <th scope="row">{row}</th>
                    {seen.map((column, c) => (
                      <td key={column}>{matrix.cells[r][c] === 0 ? "" : labValue(matrix.cells[r][c])}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}
