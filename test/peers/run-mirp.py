"""Runs MIRP over cases and configurations: python run-mirp.py JOBS.json OUT.jsonl (written by mirp.ts)."""
import importlib.metadata as metadata
import json
import logging
import sys
import time
import warnings

warnings.simplefilter("ignore")
from mirp import extract_features  # noqa: E402

SPATIAL = {
    "2D_avg": ("2d_average", "2d"),
    "2D_mrg": ("2d_slice_merge", None),
    "2.5D_dir": ("2.5d_direction_merge", None),
    "2.5D_mrg": ("2.5d_volume_merge", "2.5d"),
    "3D_avg": ("3d_average", None),
    "3D_mrg": ("3d_volume_merge", "3d"),
}


def main(jobs_path, out_path):
    logging.disable(logging.CRITICAL)
    packages = ["mirp", "numpy", "scipy", "scikit-image", "pandas", "itk"]
    with open(jobs_path) as file:
        jobs = json.load(file)
    with open(out_path, "w") as out:
        versions = {name: metadata.version(name) for name in packages}
        out.write(json.dumps({"python": sys.version.split()[0], **versions}) + "\n")
        for job in jobs:
            begin = time.time()
            directional = [SPATIAL[a][0] for a in job["aggregations"]]
            plain = [SPATIAL[a][1] for a in job["aggregations"] if SPATIAL[a][1]]
            table = extract_features(
                image=job["image"],
                mask=job["mask"],
                num_cpus=1,
                ibsi_compliant=False,
                anti_aliasing=False,
                glcm_spatial_method=directional,
                glrlm_spatial_method=directional,
                glszm_spatial_method=plain,
                gldzm_spatial_method=plain,
                ngtdm_spatial_method=plain,
                ngldm_spatial_method=plain,
                **{name: setting(name, value) for name, value in job["settings"].items()},
            )[0]
            # What is no number stays a word: JSON has no NaN.
            values = {c: number(table[c].iloc[0]) for c in table.columns if not c.startswith("image_")}
            out.write(json.dumps({"id": job["id"], "seconds": round(time.time() - begin, 1), "values": values}) + "\n")
            out.flush()
            print(f"{job['id']}: {len(values)} values of MIRP in {time.time() - begin:.0f} s", flush=True)


def setting(name, value):
    """JSON writes 25.0 as 25; MIRP wants to see a float."""
    if isinstance(value, list):
        return [setting(name, v) for v in value]
    whole = isinstance(value, bool) or name.endswith(("_n_bins", "spline_order"))
    return float(value) if isinstance(value, int) and not whole else value


def number(value):
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if found == found and abs(found) != float("inf") else None


if __name__ == "__main__":
    main(*sys.argv[1:])
