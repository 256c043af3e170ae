/** What images are checked for, and what a person can say of them that their files do not. */
export const images = {
  suv: {
    title: "SUV",
    type: "SUV by",
    types: {
      BW: "Body weight (SUVbw)",
      LBMJANMA: "Lean body mass, Janmahasatian (SUVlbm)",
      LBMJAMES128: "Lean body mass, James (SUVlbm)",
      BSA: "Body surface, Du Bois (SUVbsa, cm²/ml)",
      IBW: "Ideal body weight (SUVibw)",
    },
    missing: "For this SUV the files lack: {{what}}. Enter it from the patient's record.",
    impossible: "SUV cannot be computed from these files, and no entry here would help: see the findings.",
    now: "The values are SUV: {{type}}.",
    notNow: "The values are {{unit}}, not SUV.",
    entered: "Entered by a person: {{what}}. Exports and the methods text say so.",
    input: {
      weight: "Weight",
      height: "Height",
      sex: "Sex",
      dose: "Injected activity",
      halfLife: "Half-life",
      injectionTime: "Time of injection (HH:MM:SS)",
    },
    fromFile: "in the files: {{value}}",
    absent: "not in the files",
    asFiled: "As in the files",
    halfLifeMore: "Fluorine-18: 6586 s. Gallium-68: 4058 s. Zirconium-89: 282 240 s.",
    timeMore: "By the scanner's clock",
    bounds: "From {{low}} to {{high}} {{unit}}",
    badTime: "A time of day, HH:MM or HH:MM:SS",
    apply: "Apply",
    back: "Back to the files' values",
    enter: "Enter what is missing",
  },
};

export const imagesHistory = {
  suv: "SUV: kind or values entered",
};
