import type { Code } from "./code.ts";

/** A choice of what a segment can be of. */
export type Term = { readonly category: Code; readonly type: Code; readonly en: string; readonly it: string };

const sct = (value: string, meaning: string): Code => ({ value, scheme: "SCT", meaning });

/** Of these an anatomic region can be told besides. */
export const ABNORMAL: Code = sct("49755003", "Morphologically Abnormal Structure");
const ANATOMICAL: Code = sct("123037004", "Anatomical Structure");
const TISSUE: Code = sct("85756007", "Tissue");

const of =
  (category: Code) =>
  ([value, meaning, en, it]: readonly [string, string, string, string]): Term => ({
    category,
    type: sct(value, meaning),
    en,
    it,
  });

/** Findings: CID 7159 and neighbours. The first is what a segment is of when nothing was chosen. */
export const findings: readonly Term[] = (
  [
    ["52988006", "Lesion", "Lesion", "Lesione"],
    ["108369006", "Neoplasm", "Neoplasm", "Neoplasia"],
    ["86049000", "Neoplasm, Primary", "Neoplasm, primary", "Neoplasia primitiva"],
    ["14799000", "Neoplasm, Secondary", "Neoplasm, secondary (metastasis)", "Neoplasia secondaria (metastasi)"],
    ["27925004", "Nodule", "Nodule", "Nodulo"],
    ["118538004", "Mass", "Mass", "Massa"],
    ["367643001", "Cyst", "Cyst", "Cisti"],
    ["79654002", "Edema", "Oedema", "Edema"],
    ["6574001", "Necrosis", "Necrosis", "Necrosi"],
    ["50960005", "Hemorrhage", "Haemorrhage", "Emorragia"],
    ["35566002", "Hematoma", "Haematoma", "Ematoma"],
    ["396339007", "Thrombus", "Thrombus", "Trombo"],
    ["44132006", "Abscess", "Abscess", "Ascesso"],
    ["23583003", "Inflammation", "Inflammation", "Infiammazione"],
  ] as const
).map(of(ABNORMAL));

/** Tissues: CID 7191. */
export const tissues: readonly Term[] = (
  [
    ["59441001", "Lymph node", "Lymph node", "Linfonodo"],
    ["272673000", "Bone", "Bone", "Osso"],
    ["71616004", "Muscle", "Muscle", "Muscolo"],
    ["248300009", "Body fat", "Fat", "Grasso"],
    ["51114001", "Artery", "Artery", "Arteria"],
    ["29092000", "Vein", "Vein", "Vena"],
    ["39937001", "Skin", "Skin", "Cute"],
    ["87612001", "Blood", "Blood", "Sangue"],
    ["389080008", "White Matter", "White matter", "Sostanza bianca"],
    ["389081007", "Gray Matter", "Grey matter", "Sostanza grigia"],
  ] as const
).map(of(TISSUE));

/** Organs, and where findings can lie. */
export const organs: readonly Term[] = (
  [
    ["12738006", "Brain", "Brain", "Encefalo"],
    ["119238007", "Brain stem", "Brain stem", "Tronco encefalico"],
    ["113305005", "Cerebellum", "Cerebellum", "Cervelletto"],
    ["5366008", "Hippocampus", "Hippocampus", "Ippocampo"],
    ["2748008", "Spinal cord", "Spinal cord", "Midollo spinale"],
    ["81745001", "Eye", "Eye", "Occhio"],
    ["45289007", "Parotid gland", "Parotid gland", "Parotide"],
    ["21974007", "Tongue", "Tongue", "Lingua"],
    ["91609006", "Mandible", "Mandible", "Mandibola"],
    ["54066008", "Pharynx", "Pharynx", "Faringe"],
    ["4596009", "Larynx", "Larynx", "Laringe"],
    ["69748006", "Thyroid", "Thyroid", "Tiroide"],
    ["44567001", "Trachea", "Trachea", "Trachea"],
    ["39607008", "Lung", "Lung", "Polmone"],
    ["3120008", "Pleura", "Pleura", "Pleura"],
    ["72410000", "Mediastinum", "Mediastinum", "Mediastino"],
    ["80891009", "Heart", "Heart", "Cuore"],
    ["15825003", "Aorta", "Aorta", "Aorta"],
    ["32764006", "Portal Vein", "Portal vein", "Vena porta"],
    ["76752008", "Breast", "Breast", "Mammella"],
    ["32849002", "Esophagus", "Oesophagus", "Esofago"],
    ["69695003", "Stomach", "Stomach", "Stomaco"],
    ["38848004", "Duodenum", "Duodenum", "Duodeno"],
    ["71854001", "Colon", "Colon", "Colon"],
    ["34402009", "Rectum", "Rectum", "Retto"],
    ["10200004", "Liver", "Liver", "Fegato"],
    ["28231008", "Gallbladder", "Gallbladder", "Colecisti"],
    ["15776009", "Pancreas", "Pancreas", "Pancreas"],
    ["78961009", "Spleen", "Spleen", "Milza"],
    ["23451007", "Adrenal gland", "Adrenal gland", "Surrene"],
    ["64033007", "Kidney", "Kidney", "Rene"],
    ["89837001", "Bladder", "Bladder", "Vescica"],
    ["41216001", "Prostate", "Prostate", "Prostata"],
    ["40689003", "Testis", "Testis", "Testicolo"],
    ["35039007", "Uterus", "Uterus", "Utero"],
    ["15497006", "Ovary", "Ovary", "Ovaio"],
    ["113197003", "Rib", "Rib", "Costa"],
    ["51282000", "Vertebra", "Vertebra", "Vertebra"],
    ["71341001", "Femur", "Femur", "Femore"],
    ["69536005", "Head", "Head", "Capo"],
    ["45048000", "Neck", "Neck", "Collo"],
    ["51185008", "Chest", "Chest", "Torace"],
    ["113345001", "Abdomen", "Abdomen", "Addome"],
    ["12921003", "Pelvis", "Pelvis", "Pelvi"],
    ["66019005", "Extremity", "Extremity", "Arto"],
  ] as const
).map(of(ANATOMICAL));

const byCode = new Map([...findings, ...tissues, ...organs].map((term) => [term.type.value, term]));

/** The term that a code names; undefined where it is none of the list. */
export const termOf = ({ value, scheme }: Code): Term | undefined => (scheme === "SCT" ? byCode.get(value) : undefined);
