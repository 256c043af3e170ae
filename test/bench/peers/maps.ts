import type { FamilyId } from "#engine/features/family.ts";
import { mapper } from "../maps.ts";
import { ball } from "../phantom.ts";
import type { Comparison } from "./comparison.ts";
import type { Subject } from "./families.ts";

const N = 10;

/** PyRadiomics' voxel-based mode on a cube of 10³ voxels, beside two middle slices of ours; a voxel each. */
export function mapComparisons(write: (name: string, input: Subject["input"]) => Subject, turns: number): Comparison[] {
  const input = ball(64);
  const cube = ball(N);
  const { data } = input.image;
  for (let i = 0; i < N ** 3; i++) {
    const [x, y, z] = [i % N, Math.floor(i / N) % N, Math.floor(i / (N * N))];
    cube.image.data[i] = data[x + 27 + 64 * (y + 27 + 64 * (z + 27))];
  }
  write("cube", cube);
  const one = (family: FamilyId, theirs: string, radius: number, must?: number, goal?: number): Comparison => {
    const ways = family === "glcm" ? (["averaged", "merged"] as const) : (["merged"] as const);
    return {
      name: `${theirs}, radius ${radius}, 32 levels`,
      peer: "PyRadiomics",
      job: { job: "maps", subject: "cube", nx: N, ny: N, nz: N, family: theirs, radius, levels: 32 },
      turns,
      ours: ways.map((directions) => {
        const { run, voxels } = mapper({ family, radius, bins: 32, directions, peer: true }, input);
        const name = family === "glcm" ? `directions ${directions}` : "all features";
        // A peer's job is 10³ voxels.
        return { name, run: () => void run(), share: N ** 3 / voxels, must, goal };
      }),
    };
  };
  return [
    one("glcm", "glcm", 1, 300, 1000),
    one("glcm", "glcm", 2, 120, 400),
    one("glcm", "glcm", 3, 60, 250),
    one("statistics", "firstorder", 1, 150),
  ];
}
