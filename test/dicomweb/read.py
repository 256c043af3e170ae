"""Reads objects that an archive gave back, as JSON lines: python3 read.py FILE..."""
import json
import sys

import pydicom

for path in sys.argv[1:]:
    ds = pydicom.dcmread(path)
    said = {"modality": ds.Modality, "patient": str(ds.PatientName), "study": ds.StudyInstanceUID}
    if ds.Modality == "SEG":
        said["labels"] = [s.SegmentLabel for s in ds.SegmentSequence]
        said["voxels"] = int((ds.pixel_array > 0).sum())
    if ds.Modality == "RTSTRUCT":
        said["labels"] = [r.ROIName for r in ds.StructureSetROISequence]
        said["contours"] = sum(len(r.ContourSequence) for r in ds.ROIContourSequence)
    if ds.Modality == "SR":
        def numbers(item):
            own = 1 if item.get("ValueType") == "NUM" else 0
            return own + sum(numbers(c) for c in item.get("ContentSequence", []))
        said["numbers"] = numbers(ds)
    print(json.dumps(said))
