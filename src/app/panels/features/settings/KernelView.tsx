import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FilterSettings } from "#engine/filters/filter.ts";
import type { Vec3 } from "#engine/grid.ts";
import { impulseResponse } from "#engine/maps/filter-volume.ts";
import { colormap } from "../../../colormaps/colormaps.ts";

/** Sides of the image that the kernel is drawn in, voxels: the first that it fits into. */
const SIDES = [33, 65];

/** Filters that are no sums of weighted neighbours have no kernel. */
const nonlinear: ReadonlySet<string> = new Set([
  "square",
  "square_root",
  "logarithm",
  "exponential",
  "gradient",
  "lbp_2d",
  "lbp_3d",
]);

/** The square in the middle where there is something to see: more than a two-hundredth of the most. */
function cut(values: Float64Array, side: number): { side: number; values: Float64Array } {
  const most = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const centre = (side - 1) / 2;
  let reach = 3;
  values.forEach((v, i) => {
    if (Math.abs(v) * 200 < most) return;
    reach = Math.max(reach, Math.abs((i % side) - centre), Math.abs(Math.floor(i / side) - centre));
  });
  const size = 2 * reach + 1;
  const at = (n: number) => (n % size) + centre - reach + side * (Math.floor(n / size) + centre - reach);
  return { side: size, values: Float64Array.from({ length: size * size }, (_, n) => values[at(n)]) };
}

/** The kernel of a linear filter: its response to a single bright voxel, in the middle slice. */
export function KernelView({ settings, spacing }: { settings: FilterSettings; spacing: Vec3 }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const key = JSON.stringify([settings, spacing]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of it
  const kernel = useMemo(() => {
    if (nonlinear.has(settings.id)) return null;
    for (const side of SIDES) {
      try {
        const whole = impulseResponse(settings, spacing, [side, side, side]);
        const middle = side * side * ((side - 1) / 2);
        return cut(whole.slice(middle, middle + side * side), side);
      } catch {
        // Too large for this picture: the next one, or none.
      }
    }
    return null;
  }, [key]);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || !kernel) return;
    const colors = colormap("vik");
    const { side, values } = kernel;
    const most = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0) || 1;
    const image = new ImageData(side, side);
    values.forEach((v, i) => {
      const c = 3 * Math.min(255, Math.floor(128 + (127.5 * v) / most));
      image.data.set([colors[c], colors[c + 1], colors[c + 2], 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [kernel]);
  if (!kernel) return null;
  return (
    <figure className="kernel-figure small dim">
      <canvas
        ref={canvas}
        className="kernel"
        width={kernel.side}
        height={kernel.side}
        role="img"
        aria-label={t("filters.kernel")}
      />
      <figcaption>{t("filters.kernel")}</figcaption>
    </figure>
  );
}
