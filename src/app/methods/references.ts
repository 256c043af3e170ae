import type { Facts } from "./facts.ts";

const ibsi1 =
  "Zwanenburg A, Vallières M, Abdalah MA, et al. The Image Biomarker Standardization Initiative: Standardized Quantitative Radiomics for High-Throughput Image-based Phenotyping. Radiology 2020;295(2):328–338. doi:10.1148/radiol.2020191145";
const manual =
  "Zwanenburg A, Leger S, Vallières M, Löck S. Image biomarker standardisation initiative. Reference manual, arXiv:1612.07003v11 (2019)";
const ibsi2 =
  "Whybra P, Zwanenburg A, Andrearczyk V, et al. The Image Biomarker Standardization Initiative: Standardized Convolutional Filters for Reproducible Radiomics and Enhanced Clinical Insights. Radiology 2024;310(2):e231319. doi:10.1148/radiol.231319";
const pyradiomics =
  "van Griethuysen JJM, Fedorov A, Parmar C, et al. Computational Radiomics System to Decode the Radiographic Phenotype. Cancer Research 2017;77(21):e104–e107. doi:10.1158/0008-5472.CAN-17-0339";

/** The works a paragraph cites, in the order of their numbers; `number` gives a work's. */
export function referencesFor({ pyradiomics: compatible, filter }: Facts) {
  const list = [
    ...(compatible ? [pyradiomics] : []),
    ibsi1,
    ...(compatible ? [] : [manual]),
    ...(filter?.filter?.ibsi ? [ibsi2] : []),
  ];
  const number = (work: "ibsi1" | "manual" | "ibsi2" | "pyradiomics"): string =>
    `[${list.indexOf({ ibsi1, manual, ibsi2, pyradiomics }[work]) + 1}]`;
  return { list, number };
}
