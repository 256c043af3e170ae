/** What a voxel mostly is; the PET uptake is looked up by it. */
export const tissue = {
  air: 0,
  fat: 1,
  muscle: 2,
  lung: 3,
  blood: 4,
  myocardium: 5,
  bone: 6,
  liver: 7,
  spleen: 8,
  stomach: 9,
  content: 10,
  airway: 11,
  oesophagus: 12,
  lesion: 13,
  node: 14,
  table: 15,
  cartilage: 16,
  vessel: 17,
  kidney: 18,
  pelvis: 19,
} as const;

/** What differs between the patients we draw. HU where no unit is named. */
export type ChestPatient = {
  readonly seed: number;
  /** Anatomy is scaled by this: x (left), y (back), z (head). */
  readonly scale: readonly [number, number, number];
  readonly blood: number;
  readonly myocardium: number;
  readonly liver: number;
  readonly spleen: number;
  readonly kidney: number;
  /** How much higher the diaphragm stands, mm (free breathing). */
  readonly diaphragm: number;
  /** Terminal branches of each of the four vascular trees. */
  readonly branches: number;
};
