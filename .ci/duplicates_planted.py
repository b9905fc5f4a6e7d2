"""Plants duplicates in a data set, and says which of them ./seir dedup finds.

  python3 .ci/duplicates_planted.py plant DATA OUT     copies of samples of DATA, changed by Pillow
  python3 .ci/duplicates_planted.py tell OUT FOUND     recall and precision by kind

A planted sample has the id of its original with the kind behind it; origins.json says whose text and
whose picture it has. It is found if it goes, in a cluster with one of these.
"""

import glob
import io
import json
import os
import random
import re
import sys

from PIL import Image

KINDS = [
    "exact",
    "spaces",
    "jpeg",
    "resized",
    "cropped",
    "brighter",
    "mirrored",
    "paraphrased",
    "other-text",
    "other-picture",
]

WAYS = [
    (r"^What is ", "Could you tell me what is "),
    (r"^What ", "Please say what "),
    (r"^How ", "Can you explain how "),
    (r"^Why ", "For what reason "),
    (r"^Can you ", "Would you "),
    (r"^Could you ", "Please "),
    (r"^Please ", "Could you "),
    (r"^Show ", "I would like to see, so show "),
    (r"^", "I have a question: "),
]


def paraphrased(question):
    """The same request in a few other words; what it is about stays."""
    for pattern, instead in WAYS:
        changed = re.sub(pattern, instead, question, count=1)
        if changed != question:
            return changed
    raise ValueError(question)


def changed(picture, kind):
    """The bytes of the picture, and their extension."""
    out = io.BytesIO()
    picture = picture.convert("RGB")
    width, height = picture.size
    if kind == "jpeg":
        picture.save(out, "JPEG", quality=75)
        return out.getvalue(), "jpg"
    if kind == "resized":
        picture = picture.resize((width * 3 // 4, height * 3 // 4), Image.LANCZOS)
    elif kind == "cropped":
        edge_x, edge_y = width * 25 // 1000, height * 25 // 1000
        picture = picture.crop((edge_x, edge_y, width - edge_x, height - edge_y))
    elif kind == "brighter":
        picture = picture.point(lambda value: min(255, int(value * 1.1 + 4)))
    elif kind == "mirrored":
        picture = picture.transpose(Image.FLIP_LEFT_RIGHT)
    picture.save(out, "PNG")
    return out.getvalue(), "png"


def plant(data, out):
    samples = []
    for name in sorted(glob.glob(os.path.join(data, "dialogues-*.jsonl"))):
        with open(name, encoding="utf-8") as lines:
            for sample in map(json.loads, lines):
                said = sample["conversations"]
                if len(said) == 2 and said[1].get("image"):
                    samples.append(
                        {
                            "id": sample["id"],
                            "question": said[0]["value"],
                            "answer": said[1]["value"],
                            "image": said[1]["image"],
                        }
                    )
    random.Random(7).shuffle(samples)
    os.makedirs(os.path.join(out, "images"))
    each = len(samples) // (2 * len(KINDS))  # half of the samples have no double
    lines, planted, origins = [], [], {}
    for number, sample in enumerate(samples):
        with open(os.path.join(data, sample["image"]), "rb") as file:
            own = file.read()
        line = {
            "id": sample["id"],
            "question": sample["question"],
            "answer": sample["answer"],
            "image": "images/%s.png" % sample["id"],
        }
        with open(os.path.join(out, line["image"]), "wb") as file:
            file.write(own)
        lines.append(line)
        kind = KINDS[number // each] if number < each * len(KINDS) else None
        if kind is None:
            continue
        other = samples[(number + len(samples) // 2) % len(samples)]
        has = [sample["id"]] + ([other["id"]] if kind in ("other-text", "other-picture") else [])
        double = dict(line, id="%s--%s" % (sample["id"], kind))
        if kind in ("jpeg", "resized", "cropped", "brighter", "mirrored"):
            made, extension = changed(Image.open(io.BytesIO(own)), kind)
            double["image"] = "images/%s.%s" % (double["id"], extension)
            with open(os.path.join(out, double["image"]), "wb") as file:
                file.write(made)
        elif kind == "spaces":
            double["answer"] = "  " + line["answer"].upper().replace(" ", "  ")
        elif kind == "paraphrased":
            double["question"] = paraphrased(line["question"])
        elif kind == "other-text":
            double["question"] = other["question"]
            double["answer"] = other["answer"]
        elif kind == "other-picture":
            with open(os.path.join(data, other["image"]), "rb") as file:
                bytes_of_other = file.read()
            double["image"] = "images/%s.png" % double["id"]
            with open(os.path.join(out, double["image"]), "wb") as file:
                file.write(bytes_of_other)
        planted.append(double)
        origins[double["id"]] = has
    random.Random(8).shuffle(planted)
    with open(os.path.join(out, "planted.jsonl"), "w", encoding="utf-8") as file:
        for line in lines + planted:
            file.write(json.dumps(line) + "\n")
    with open(os.path.join(out, "origins.json"), "w", encoding="utf-8") as file:
        json.dump(origins, file)
    print("%d samples, %d doubles of each of %d kinds" % (len(lines), each, len(KINDS)))


def tell(out, found):
    with open(os.path.join(out, "origins.json"), encoding="utf-8") as file:
        origins = json.load(file)
    right = {kind: {} for kind in KINDS}
    wrong, twins = 0, 0
    for name in glob.glob(os.path.join(found, "clusters-*.jsonl")):
        with open(name, encoding="utf-8") as lines:
            for cluster in map(json.loads, lines):
                ids = {cluster["kept"]["id"]}
                ids |= {one["sample"]["id"] for one in cluster["duplicates"]}
                for one in cluster["duplicates"]:
                    own = one["sample"]["id"]
                    if own not in origins:
                        twins += 1
                    elif ids.intersection(origins[own]):
                        by = max(
                            (link["by"] for link in one["links"]),
                            key=["exact", "hashes", "rows"].index,
                        )
                        kind = own.partition("--")[2]
                        right[kind][by] = right[kind].get(by, 0) + 1
                    else:
                        wrong += 1
    for kind in KINDS:
        total = sum(one.endswith("--" + kind) for one in origins)
        share = 100.0 * sum(right[kind].values()) / total
        print("%-14s %4d planted %6.1f %% found  %s" % (kind, total, share, right[kind] or ""))
    all_right = sum(sum(kind.values()) for kind in right.values())
    print(
        "of the planted that go, %.1f %% are with an origin (%d of %d); %d originals go too"
        % (100.0 * all_right / max(1, all_right + wrong), all_right, all_right + wrong, twins)
    )


if __name__ == "__main__":
    {"plant": plant, "tell": tell}[sys.argv[1]](*sys.argv[2:])
