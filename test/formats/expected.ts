/** What another program found in a file (see the README beside the data): stored values of all frames, before rescale. */
export type Stored = { readonly min: number; readonly max: number; readonly mean: number };

/** One line of manifest.csv. */
export type Listed = { readonly path: string; readonly modality: string; readonly stored: Stored | null };

/** Voxels of a segment or region as another program counted them; one line of objects.csv. */
export type Counted = { readonly path: string; readonly label: string; readonly voxels: number };

/** Files whose stored values the manifest gives otherwise than the standard has them, and what is right. */
export const corrections: Readonly<Record<string, { readonly stored: Stored; readonly why: string }>> = {
  "transfer-syntax/enhanced-ct/CT0012.fragmented_no_bot_jpeg_ls.80.dcm": {
    stored: { min: 0, max: 1196, mean: 380.038 },
    why: "as in its uncompressed twin; the manifest's decoder fails on it",
  },
  // NumPy: the bits from High Bit down, sign-extended; the manifest has whole words.
  "modality/ot_modality_lut.dcm": {
    stored: { min: -2048, max: 2047, mean: 25.11176 },
    why: "12 signed bits are stored (PS3.5 8.1.1); the manifest gives the whole words",
  },
  "modality/ot_overlays_clunie.dcm": {
    stored: { min: 0, max: 4095, mean: 28.58341 },
    why: "12 bits are stored (PS3.5 8.1.1); the manifest gives the whole words, overlay planes included",
  },
};

/** DICOM of the public set that is loaded a folder at a time: what is measured is the series, not the file. */
export const folders: readonly string[] = [
  "data/dicomdir",
  "data/geometry/gantry-tilt-siemens-14deg",
  "data/geometry/gap-missing-slice-ge",
  "data/geometry/mixed-orientation-philips",
  "data/radiomics/pyradiomics",
  "data/rt/holes-dicompyler",
  "data/series/ct-3slice-seg",
  "data/series/ct-siemens-j2k-totalseg",
  "data/series/highdicom-ct16",
  "data/series/ibsi-sts002/CT",
  "data/series/ibsi-sts002/MR_T1",
  "data/series/ibsi-sts002/PET",
  "data/series/mr-adc-toshiba",
  "data/series/mr-ge-sagittal/image",
  "data/series/mr-philips-dti-4d/image",
  "data/series/mr-philips-enhanced/image",
  "data/series/mr-siemens-mosaic/image",
  "data/series/mr-siemens-sagittal/image",
  "data/series/pet-suv-sts001-ibsi",
  "data/series/seg-24x38x3",
  "ibsi/ibsi1_ct_radiomics_phantom/dicom",
  "ibsi/ibsi_validation_sts/dicom/STS_025/CT",
  "ibsi/ibsi_validation_sts/dicom/STS_025/MR_T1",
  "ibsi/ibsi_validation_sts/dicom/STS_025/PET",
  "ibsi/pet_suv_test",
];

/** NIfTI copies that other programs made of series: image, or mask, of the folder of the same key. */
export const truths: Readonly<
  Record<string, { readonly image?: string; readonly mask?: string; readonly slicesOff?: number }>
> = {
  "data/series/mr-ge-sagittal/image": { image: "data/series/mr-ge-sagittal/truth/001_ground_truth.nii.gz" },
  "data/series/mr-siemens-sagittal/image": { image: "data/series/mr-siemens-sagittal/truth/001_ground_truth.nii.gz" },
  "data/series/mr-philips-dti-4d/image": { image: "data/series/mr-philips-dti-4d/truth/001_ground_truth.nii.gz" },
  "data/series/mr-philips-enhanced/image": { image: "data/series/mr-philips-enhanced/truth/001_ground_truth.nii.gz" },
  // Its origin is that of the topmost slice, but its axis runs up: by the slice positions of the scan's own protocol
  // (asSlice[0] at z = -59.9, asSlice[49] at 88.4, the first tile at 88.4) it lies 49 slices too high.
  "data/series/mr-siemens-mosaic/image": {
    image: "data/series/mr-siemens-mosaic/truth/001_ground_truth.nii.gz",
    slicesOff: 49,
  },
  "data/series/ibsi-sts002/CT": {
    image: "data/series/ibsi-sts002/nifti/CT_image.nii.gz",
    mask: "data/series/ibsi-sts002/nifti/CT_mask.nii.gz",
  },
  "ibsi/ibsi_validation_sts/dicom/STS_025/CT": {
    image: "ibsi/ibsi_validation_sts/nifti/STS_025/CT_image.nii.gz",
    mask: "ibsi/ibsi_validation_sts/nifti/STS_025/CT_mask.nii.gz",
  },
  "data/series/ibsi-sts002/MR_T1": {
    image: "data/series/ibsi-sts002/nifti/MR_T1_image.nii.gz",
    mask: "data/series/ibsi-sts002/nifti/MR_T1_mask.nii.gz",
  },
  "ibsi/ibsi_validation_sts/dicom/STS_025/MR_T1": {
    image: "ibsi/ibsi_validation_sts/nifti/STS_025/MR_T1_image.nii.gz",
    mask: "ibsi/ibsi_validation_sts/nifti/STS_025/MR_T1_mask.nii.gz",
  },
  "data/series/ibsi-sts002/PET": {
    image: "data/series/ibsi-sts002/nifti/PET_image.nii.gz",
    mask: "data/series/ibsi-sts002/nifti/PET_mask.nii.gz",
  },
  "ibsi/ibsi_validation_sts/dicom/STS_025/PET": {
    image: "ibsi/ibsi_validation_sts/nifti/STS_025/PET_image.nii.gz",
    mask: "ibsi/ibsi_validation_sts/nifti/STS_025/PET_mask.nii.gz",
  },
  "ibsi/ibsi1_ct_radiomics_phantom/dicom": {
    image: "ibsi/ibsi1_ct_radiomics_phantom/phantom.nii.gz",
    mask: "ibsi/ibsi1_ct_radiomics_phantom/mask.nii.gz",
  },
};
