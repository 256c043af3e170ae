import { type Bead, type Canvas, paint, stampShape, stampTube } from "../canvas.ts";
import type { NoiseField } from "../noise.ts";
import { ellipsoid } from "../shapes.ts";
import { aortaX, aortaY, heartDepth, heartFrame, spineY } from "./outline.ts";
import { type ChestPatient, tissue } from "./tissue.ts";

/** Where the trees of the lungs start, by side (-1 right, 1 left). */
export const hilum = (side: number): Bead => (side < 0 ? [-42, 10, 14, 8.5] : [44, 18, 20, 8.5]);
export const veinRoot = (side: number): Bead => (side < 0 ? [-36, 8, -8, 7.5] : [38, 16, -4, 7.5]);
export const bronchusEnd = (side: number): Bead => (side < 0 ? [-40, 19, 10, 5.2] : [46, 27, 8, 4.8]);

export function paintMediastinum(on: Canvas, patient: ChestPatient, noise: NoiseField): void {
  paintHeart(on, patient, noise);
  paintVessels(on, patient);
  paintOesophagus(on);
  paintAirway(on);
}

function paintHeart(on: Canvas, patient: ChestPatient, noise: NoiseField): void {
  const box = [-62, 84, -90, 34, -92, 32] as const;
  const warp = (x: number, y: number, z: number) => 2 * noise(x / 15, y / 15, z / 15 + 7);
  const grain = (base: number) => (x: number, y: number, z: number) => base + 5 * noise(x / 7, y / 7, z / 7);
  stampShape(on, box, (x, y, z) => heartDepth(x, y, z) - 3.5 - 2.5 * Math.max(0, noise(x / 11, y / 11, z / 11)));
  paint(on, tissue.myocardium, grain(patient.myocardium));
  // Fat in the groove between atria and ventricles.
  stampShape(on, box, (x, y, z) => {
    const [, , c] = heartFrame(x, y, z);
    return Math.min(3.2 - Math.abs(c + 12 + warp(x, y, z)), 11 - heartDepth(x, y, z));
  });
  paint(on, tissue.fat, -80, (t) => t === tissue.myocardium);
  // Left ventricle, right ventricle (bent around it), right atrium, left atrium.
  stampShape(on, [0, 80, -70, 30, -80, 10], (x, y, z) => {
    const [a, b, c] = heartFrame(x, y, z);
    return ellipsoid(a - 14, b + 4, c - 16, 16, 17, 34) + warp(x, y, z);
  });
  stampShape(on, [-40, 75, -90, 10, -85, 25], (x, y, z) => {
    const [a, b, c] = heartFrame(x, y, z);
    const own = ellipsoid(a + 14, b + 6, c - 8, 23, 28, 38);
    if (own < -4) return own;
    const septum = -ellipsoid(a - 14, b + 4, c - 16, 27, 28, 46);
    return Math.min(own + warp(x, y, z), septum, heartDepth(x, y, z) - 7);
  });
  stampShape(on, [-55, -5, -34, 22, -62, 14], (x, y, z) =>
    Math.min(ellipsoid(x + 30, y + 6, z + 24, 19, 23, 32) + warp(x, y, z), heartDepth(x, y, z) - 5),
  );
  stampShape(on, [-36, 40, 0, 40, -34, 18], (x, y, z) => ellipsoid(x - 2, y - 19, z + 8, 31, 15, 21) + warp(x, y, z));
  paint(on, tissue.blood, grain(patient.blood));
}

function paintVessels(on: Canvas, patient: ChestPatient): void {
  const descending: Bead[] = [];
  for (let z = 44; z >= -145; z -= 6) descending.push([aortaX(z), aortaY(z), z, 11.8 - (44 - z) * 0.014]);
  const arch: Bead[] = Array.from({ length: 17 }, (_, n) => {
    const t = (n / 16) * Math.PI;
    return [7.5 - 17.5 * Math.cos(t), 11 - 29 * Math.cos(t), 40 + 17 * Math.sin(t), 14.5 - 2.6 * (n / 16)];
  });
  const tubes: Bead[][] = [
    [
      [9, -14, -14, 13],
      [2, -19, 4, 15],
      [-8, -19, 26, 15],
      [-10, -18, 40, 14.5],
    ],
    arch,
    descending,
    // Branches of the arch.
    [
      [-6, -12, 54, 6.5],
      [-12, -8, 70, 6.5],
      [-20, 0, 92, 6],
      [-26, 6, 118, 5],
    ],
    [
      [8, 6, 56, 4.2],
      [12, 8, 84, 4.2],
      [20, 10, 120, 4],
    ],
    [
      [18, 20, 56, 5.2],
      [27, 22, 84, 5.2],
      [42, 18, 104, 5],
      [80, 0, 112, 4.5],
    ],
    // Right subclavian artery and both subclavian veins with the axillary vessels.
    [
      [-22, 2, 98, 5],
      [-44, 12, 106, 5],
      [-84, 0, 110, 4.5],
      [-128, 4, 92, 4],
    ],
    [
      [-30, -28, 88, 6],
      [-58, -34, 92, 6],
      [-96, -22, 100, 5.5],
      [-132, 0, 84, 4.5],
    ],
    [
      [30, -28, 90, 6],
      [58, -34, 94, 6],
      [96, -22, 102, 5.5],
      [132, 0, 86, 4.5],
    ],
    // Superior vena cava, brachiocephalic veins, inferior vena cava.
    [
      [-26, -18, 62, 8.5],
      [-28, -15, 30, 9.5],
      [-30, -10, 0, 10.5],
      [-30, -8, -16, 11],
    ],
    [
      [-26, -18, 62, 8],
      [-24, -24, 84, 7],
      [-26, -20, 120, 6],
    ],
    [
      [-26, -18, 60, 7],
      [0, -33, 68, 6.5],
      [22, -30, 84, 6.5],
      [28, -18, 120, 6],
    ],
    [
      [-28, -6, -40, 12],
      [-26, 8, -62, 12.5],
      [-22, 18, -100, 12],
      [-20, 22, -145, 11.5],
    ],
    // Pulmonary trunk and arteries.
    [
      [16, -46, -12, 13],
      [17, -36, 8, 14],
      [18, -22, 22, 13.5],
    ],
    [
      [18, -22, 22, 12],
      [0, -3, 17, 11],
      [-26, 2, 15, 10],
      [-42, 10, 14, 8.5],
    ],
    [
      [18, -22, 22, 12],
      [30, -2, 25, 11],
      [42, 16, 24, 9.5],
      [44, 18, 20, 8.5],
    ],
    // Pulmonary veins from the left atrium.
    [
      [-22, 18, -6, 7.5],
      [-36, 8, -8, 7.5],
    ],
    [
      [-22, 20, -12, 7],
      [-38, 26, -20, 6.5],
    ],
    [
      [26, 18, -4, 7.5],
      [38, 16, -4, 7.5],
    ],
    [
      [26, 20, -12, 7],
      [40, 30, -18, 6.5],
    ],
    // Azygos vein.
    [
      [-4, 42, -140, 3.6],
      [-6, 42, 0, 4],
      [-8, 40, 34, 4.4],
      [-20, 24, 42, 4.4],
      [-26, -4, 40, 4.6],
    ],
    // Internal thoracic vessels beside the sternum.
    [
      [-27, -75, 30, 1.8],
      [-27, -87, -10, 1.8],
      [-27, -90, -44, 1.8],
    ],
    [
      [27, -75, 30, 1.8],
      [27, -87, -10, 1.8],
      [27, -90, -44, 1.8],
    ],
  ];
  for (const tube of tubes) stampTube(on, tube, 2);
  paint(on, tissue.blood, patient.blood + 12, (t) => t !== tissue.bone);
  // Hepatic veins and portal branches.
  const liver: Bead[][] = [
    [
      [-26, 8, -66, 5],
      [-60, -8, -72, 3.4],
      [-96, -30, -84, 1.5],
    ],
    [
      [-26, 8, -68, 5],
      [-44, -30, -76, 3.2],
      [-50, -66, -90, 1.4],
    ],
    [
      [-24, 6, -68, 4.5],
      [0, -26, -78, 3],
      [16, -58, -92, 1.4],
    ],
    [
      [-66, 0, -104, 4],
      [-96, 18, -100, 2.6],
      [-112, 34, -90, 1.4],
    ],
    [
      [-66, 0, -104, 4],
      [-84, -30, -112, 2.8],
      [-88, -58, -106, 1.4],
    ],
    [
      [-30, 10, -122, 6],
      [-66, 0, -104, 4],
      [-78, 20, -122, 2.4],
    ],
    [
      [-66, 0, -104, 3],
      [-40, -34, -108, 2.8],
      [-10, -60, -116, 1.6],
    ],
  ];
  for (const tube of liver) stampTube(on, tube, 2);
  paint(on, tissue.liver, patient.liver + 0.5 * (patient.blood - 40), (t) => t === tissue.liver);
  // Small lymph nodes and strands make mediastinal fat look lived in.
  for (const [x, y, z, r] of [
    [-14, 4, 44, 3.4],
    [-12, -2, 52, 2.6],
    [6, 22, 22, 3.6],
    [22, 4, 38, 2.6],
    [-24, 22, 6, 4],
  ]) {
    stampShape(on, [x - 8, x + 8, y - 8, y + 8, z - 8, z + 8], (a, b, c) =>
      ellipsoid(a - x, b - y, c - z, r, r * 1.5, r),
    );
  }
  paint(on, tissue.node, 62, (t) => t === tissue.fat);
}

function paintOesophagus(on: Canvas): void {
  const tube = (r: number): Bead[] => {
    const beads: Bead[] = [];
    for (let z = 124; z >= -92; z -= 6) {
      const x = z > -40 ? 7 : 7 + (-40 - z) * 0.22;
      beads.push([x, spineY(z) - 24 - (z < -20 ? (-20 - z) * 0.12 : 0), z, r]);
    }
    return beads;
  };
  stampTube(on, tube(6.6), 1);
  paint(on, tissue.oesophagus, 48, (t) => t === tissue.fat || t === tissue.lung);
  stampTube(on, tube(1.7), 1);
  paint(on, tissue.airway, -700, (t) => t === tissue.oesophagus);
}

function paintAirway(on: Canvas): void {
  const tubes = (grow: number): Bead[][] => [
    [
      [0, 0, 128, 8.6 + grow],
      [0, 8, 80, 8.6 + grow],
      [0, 15, 38, 8.8 + grow],
      [-1, 17, 31, 8 + grow],
    ],
    [
      [-3, 17, 32, 7.2 + grow],
      [-18, 18, 22, 6.8 + grow],
      [-40, 19, 10, 5.2 + grow],
    ],
    [
      [3, 17, 32, 6.6 + grow],
      [22, 22, 19, 6.2 + grow],
      [46, 27, 8, 4.8 + grow],
    ],
  ];
  for (const tube of tubes(1.6)) stampTube(on, tube, 2);
  paint(on, tissue.muscle, 45);
  for (const tube of tubes(0)) stampTube(on, tube, 2);
  paint(on, tissue.airway, -992);
}
