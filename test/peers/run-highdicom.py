"""Reads the SEG and the report of test/judge/exports.ts with highdicom, which knows the templates: run-highdicom.py OUT"""
import json
import pathlib
import sys

import highdicom
import numpy as np

out = pathlib.Path(sys.argv[1])
report = highdicom.sr.srread(out / "report" / "report.dcm")
seg = highdicom.seg.segread(out / "report" / "seg.dcm")
rows = json.loads((out / "report" / "rows.json").read_text())
grid = json.loads((out / "noise" / "grid.json").read_text())
nx, ny, nz = grid["dims"]
labels = np.fromfile(out / "noise" / "labels.bin", np.uint8).reshape(nz, ny, nx)

groups = report.content.get_volumetric_roi_measurement_groups()
assert len(groups) == len(rows) == seg.number_of_segments
values = 0
for n, (group, expected) in enumerate(zip(groups, rows)):
    described = seg.get_segment_description(n + 1)
    assert group.tracking_uid == described.tracking_uid and group.tracking_identifier == described.tracking_id
    assert group.finding_type == described.segmented_property_type
    assert group.finding_category == described.segmented_property_category
    (reference,) = [item.ReferencedSOPSequence for item in group.referenced_segment if "ReferencedSOPSequence" in item]
    assert reference[0].ReferencedSOPInstanceUID == seg.SOPInstanceUID
    assert reference[0].ReferencedSegmentNumber == n + 1
    measurements = group.get_measurements()
    # What has no value is text, which highdicom passes over.
    expected = [row for row in expected if "value" in row]
    assert len(measurements) == len(expected)
    for measurement, row in zip(measurements, expected):
        assert (measurement.name.value, measurement.name.scheme_designator) == (row["ibsi"], "IBSI")
        assert measurement.method.value == row["aggregationCode"]
        assert measurement.value == row["value"], (row, measurement.value)
        values += 1

# Each voxel of highdicom's volume, wherever its axes run, is the one at the same place in the patient.
volume = seg.get_volume(combine_segments=True)
index = np.stack(np.meshgrid(*map(np.arange, volume.spatial_shape), indexing="ij"), -1).reshape(-1, 3)
world = index @ volume.affine[:3, :3].T + volume.affine[:3, 3]
i, j, k = np.rint((world - grid["origin"]) @ np.array(grid["direction"]).reshape(3, 3).T / grid["spacing"]).astype(int).T
assert (labels[k, j, i] == volume.array.reshape(-1)).all() and (volume.array > 0).sum() == (labels > 0).sum()
print(f"highdicom {highdicom.__version__}: {values} values in {len(groups)} groups equal, {int((labels > 0).sum())} voxels equal")
