import type { Aggregation, Profile } from "../recipe.ts";
import type { Family, FamilyId, Feature } from "./family.ts";
import { glcm } from "./glcm.ts";
import { gldzm } from "./gldzm.ts";
import { glrlm } from "./glrlm.ts";
import { glszm } from "./glszm.ts";
import { histogram } from "./histogram.ts";
import { ivh } from "./ivh.ts";
import { localIntensity } from "./local-intensity.ts";
import { morphology } from "./morphology.ts";
import { ngldm } from "./ngldm.ts";
import { ngtdm } from "./ngtdm.ts";
import { pyradiomicsFamilies } from "./pyradiomics/index.ts";
import { statistics } from "./statistics.ts";

/**
 * Hides what a family prepares, so that families can stand in one list. Sound because a family's features only ever
 * receive what its own `prepare` gave.
 */
const sealed = <P>(family: Family<P>): Family<unknown> => family as Family<unknown>;

/** Every family of the IBSI, in the manual's order. To add one: its file, and its line here. */
export const families: readonly Family<unknown>[] = [
  sealed(morphology),
  sealed(localIntensity),
  sealed(statistics),
  sealed(histogram),
  sealed(ivh),
  sealed(glcm),
  sealed(glrlm),
  sealed(glszm),
  sealed(gldzm),
  sealed(ngtdm),
  sealed(ngldm),
];

/** The families of a profile. */
export const familiesOf = (profile: Profile): readonly Family<unknown>[] =>
  profile === "PyRadiomics" ? pyradiomicsFamilies : families;

const everyFamily = [...families, ...pyradiomicsFamilies];
const familiesById = new Map(everyFamily.map((family) => [family.id, family]));
const featuresById = new Map(
  everyFamily.flatMap((family) => family.features.map((feature) => [feature.id, { family, feature }] as const)),
);

/** The family of an id, or undefined where it is unknown. */
export const familyById = (id: FamilyId): Family<unknown> | undefined => familiesById.get(id);

/** A feature and its family by the feature's id ("glcm.contrast"), or undefined where it is unknown. */
export const featureById = (id: string): { family: Family<unknown>; feature: Feature<unknown> } | undefined =>
  featuresById.get(id);

/**
 * The IBSI code of an aggregation in a family: BTW3 …; DHQ4 (3D volume) for families that do not aggregate. PyRadiomics'
 * families have their own ways, and no code: "".
 */
export const aggregationCode = (family: Family<unknown>, aggregation: Aggregation | null): string =>
  family.id.startsWith("pyradiomics.")
    ? ""
    : ((aggregation === null ? undefined : family.aggregations[aggregation]) ?? "DHQ4");
