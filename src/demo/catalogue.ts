/** A text in the two languages of the app. */
export type Bilingual = { readonly en: string; readonly it: string };

/** A demo case as the start page lists it. Nothing here pulls in the generator. */
export type Demo = {
  readonly id: DemoId;
  /** The ZIP with its DICOM files, in the folder demo/. */
  readonly file: string;
  /** Address of a small picture, relative to the page. */
  readonly picture: string;
  readonly modality: string;
  readonly title: Bilingual;
  /** What it shows and what there is to outline. */
  readonly about: Bilingual;
};

export type DemoId = "chest-ct" | "pet-ct" | "brain-mr" | "mammogram" | "digital-phantom";

const demo = (id: DemoId, modality: string, title: Bilingual, about: Bilingual): Demo => ({
  id,
  file: `${id}.zip`,
  picture: `demo/${id}.jpg`,
  modality,
  title,
  about,
});

/** The cases that ship with the app, in the order of the start page. */
export const demos: readonly Demo[] = [
  demo(
    "chest-ct",
    "CT",
    { en: "Chest CT, lung nodule", it: "TC del torace, nodulo polmonare" },
    {
      en: "A spiculated nodule of the right upper lobe with a pleural tag, in a contrast-enhanced CT: outline its solid part.",
      it: "Un nodulo spiculato del lobo superiore destro con briglia pleurica, in una TC con contrasto: delineatene la parte solida.",
    },
  ),
  demo(
    "pet-ct",
    "PET/CT",
    { en: "FDG PET/CT, lung mass", it: "PET/TC con FDG, massa polmonare" },
    {
      en: "A hot, partly necrotic mass of the left upper lobe with a lymph node: outline both on the PET, in SUV.",
      it: "Una massa ipercaptante, in parte necrotica, del lobo superiore sinistro con un linfonodo: delineateli sulla PET, in SUV.",
    },
  ),
  demo(
    "brain-mr",
    "MR",
    { en: "Brain MR, enhancing tumour", it: "RM dell'encefalo, tumore con enhancement" },
    {
      en: "A necrotic tumour with an enhancing ring, oedema and mass effect after contrast: outline ring and core together.",
      it: "Un tumore necrotico con enhancement ad anello, edema ed effetto massa dopo contrasto: delineate insieme anello e centro.",
    },
  ),
  demo(
    "mammogram",
    "MG",
    { en: "Mammogram, spiculated mass", it: "Mammografia, massa spiculata" },
    {
      en: "A left MLO view with a spiculated mass and a cluster of microcalcifications: outline the mass without its spicules.",
      it: "Una proiezione MLO sinistra con una massa spiculata e un gruppo di microcalcificazioni: delineate la massa senza le spicule.",
    },
  ),
  demo(
    "digital-phantom",
    "MR",
    { en: "IBSI digital phantom", it: "Fantoccio digitale IBSI" },
    {
      en: "The 5 × 4 × 4 voxels on which the IBSI reference values stand, with their region: check every number by hand.",
      it: "I 5 × 4 × 4 voxel su cui poggiano i valori di riferimento IBSI, con la loro regione: verificate ogni numero a mano.",
    },
  ),
];
