"""Runs PyRadiomics under each of the settings on each image, and writes what it gave, with the images as raw arrays.

python extract.py SETTINGS.json OUT NAME=IMAGE,MASK[,slice] ...
With "slice" only the slice with most voxels of the mask is kept in the mask, and shape2D is asked for too.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy
import SimpleITK as sitk
from radiomics import featureextractor, setVerbosity

setVerbosity(60)
settings = json.loads(Path(sys.argv[1]).read_text())
out = Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
packages = ("pyradiomics", "SimpleITK", "numpy", "PyWavelets")
cases = {}

for argument in sys.argv[3:]:
    name, paths = argument.split("=", 1)
    image_path, mask_path, *flags = paths.split(",")
    image = sitk.ReadImage(image_path)
    mask = sitk.ReadImage(mask_path)
    if "integer" not in image.GetPixelIDTypeAsString():
        image = sitk.Cast(image, sitk.sitkFloat32)
    # A mask drawn on the image says so in other digits, sometimes.
    mask.CopyInformation(image)
    voxels = (sitk.GetArrayFromImage(mask) == 1).astype("uint8")
    flat = "slice" in flags
    if flat:
        best = int(voxels.sum(axis=(1, 2)).argmax())
        voxels[numpy.arange(len(voxels)) != best] = 0
    mask = sitk.GetImageFromArray(voxels)
    mask.CopyInformation(image)
    sitk.GetArrayFromImage(image).astype("<f4").tofile(out / f"{name}.image")
    voxels.tofile(out / f"{name}.mask")
    results = {}
    for label, setting in settings.items():
        extractor = featureextractor.RadiomicsFeatureExtractor(additionalInfo=False, **setting)
        if flat and setting.get("force2D") and setting.get("force2Ddimension", 0) == 0:
            extractor.enableFeatureClassByName("shape2D")
        try:
            found = extractor.execute(image, mask)
            results[label] = {key.split("_", 1)[1]: float(value) for key, value in found.items()}
        except ValueError as error:
            results[label] = {"refused": str(error)}
    cases[name] = {
        "dims": image.GetSize(),
        "spacing": image.GetSpacing(),
        "type": image.GetPixelIDTypeAsString(),
        "results": results,
    }

report = {"versions": {name: version(name) for name in packages}, "python": sys.version.split()[0], "cases": cases}
(out / "pyradiomics.json").write_text(json.dumps(report))
