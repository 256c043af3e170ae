type Rgb = readonly [number, number, number];

/**
 * DICOM's recommended display colour: CIELab of the ICC profile connection space (white point D50), each of L* (0..100),
 * a* and b* (-128..127) stretched over 0..65535 (PS3.3 C.10.7.1.1). Colours outside sRGB are clipped.
 */
export function cielabToRgb(lab: Rgb): Rgb {
  const l = (lab[0] / 65535) * 100;
  const fy = (l + 16) / 116;
  const fx = fy + ((lab[1] / 65535) * 255 - 128) / 500;
  const fz = fy - ((lab[2] / 65535) * 255 - 128) / 200;
  const xyz = [fx, fy, fz].map((f, n) => D50[n] * (f > 6 / 29 ? f ** 3 : (f - 4 / 29) * 3 * (6 / 29) ** 2));
  const [r, g, b] = XYZ_TO_RGB.map((row) => encode(row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2]));
  return [r, g, b];
}

/** The inverse of `cielabToRgb`: sRGB 0..255 to 0..65535. */
export function rgbToCielab(rgb: Rgb): Rgb {
  const linear = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  const [fx, fy, fz] = RGB_TO_XYZ.map((row, n) => {
    const t = (row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]) / D50[n];
    return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
  });
  const scale = (value: number, low: number, range: number) =>
    Math.round(Math.min(1, Math.max(0, (value - low) / range)) * 65535);
  return [scale(116 * fy - 16, 0, 100), scale(500 * (fx - fy), -128, 255), scale(200 * (fy - fz), -128, 255)];
}

function encode(linear: number): number {
  const v = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, v)));
}

const D50 = [0.96422, 1, 0.82521] as const;

// sRGB primaries adapted to D50 (Bradford), and back.
const RGB_TO_XYZ = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
] as const;
const XYZ_TO_RGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;
