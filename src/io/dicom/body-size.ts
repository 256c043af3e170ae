/** Body of the patient: weight in kg, height in cm. "O" and unknown sex take the mean of the two formulas. */
export type Body = { readonly weight: number; readonly height: number; readonly sex: "M" | "F" | "O" };

type Pair = readonly [male: (b: Body) => number, female: (b: Body) => number];
const morgan = (male: number, female: number): Pair => [
  ({ weight: w, height: h }) => 1.1 * w - male * (w / h) ** 2,
  ({ weight: w, height: h }) => 1.07 * w - female * (w / h) ** 2,
];
const bmi = ({ weight, height }: Body): number => weight / (height / 100) ** 2;

/** What SUV Type (0054,1006) divides by, in kg (DICOM PS3.3 C.8.9.1; formulas as Sugawara et al. 1999 give them). */
const masses: Readonly<Record<string, Pair>> = {
  LBM: morgan(120, 148),
  LBMJAMES128: morgan(128, 148),
  LBMJANMA: [(b) => (9270 * b.weight) / (6680 + 216 * bmi(b)), (b) => (9270 * b.weight) / (8780 + 244 * bmi(b))],
  IBW: [({ height }) => 48 + 1.06 * (height - 152), ({ height }) => 45.5 + 0.91 * (height - 152)],
};

/**
 * Factor from an SUV of the given type to SUV by body weight: weight over lean or ideal mass; for body surface (BSA,
 * Du Bois, values in cm²/ml) weight in g over surface in cm². Undefined for a type we do not know.
 */
export function toBodyWeight(type: string, body: Body): number | undefined {
  if (type === "BSA") {
    const squareMetres = 0.007184 * body.height ** 0.725 * body.weight ** 0.425;
    return (body.weight * 1000) / (squareMetres * 10_000);
  }
  const pair = masses[type];
  if (!pair) return undefined;
  const [male, female] = pair.map((formula) => formula(body));
  const mass = body.sex === "M" ? male : body.sex === "F" ? female : (male + female) / 2;
  return mass > 0 ? body.weight / mass : undefined;
}
