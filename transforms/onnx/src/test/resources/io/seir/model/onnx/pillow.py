"""Writes pictures of many kinds and, for each, what Pillow makes of it in the way of the CLIP and SigLIP processors.

Arguments: folder, seed. Per picture NNN: the file, NNN.json with its configuration, and NNN.raw, little-endian fp32,
3 x height x width.
"""
import json
import random
import sys

import numpy
from PIL import Image, ImageOps

folder, seed = sys.argv[1], int(sys.argv[2])
chance = random.Random(seed)
numbers = numpy.random.default_rng(seed)
KINDS = ["RGB", "RGBA", "P", "L", "LA", "1", "16", "gif", "jpeg", "jpeg-grey", "jpeg-turned", "RGB"]


def smooth(wide, high, channels):
    """Blurred noise with some hard edges: what resizing is hard on, without JPEG's rounding taking over."""
    small = numbers.integers(0, 256, (max(1, high // 3), max(1, wide // 3), channels), dtype=numpy.uint8)
    image = numpy.stack(
        [numpy.asarray(Image.fromarray(small[..., c]).resize((wide, high), Image.BICUBIC)) for c in range(channels)], -1)
    image = image.copy()
    image[: high // 2, : wide // 2] = 255 - image[: high // 2, : wide // 2]
    return image


for n in range(200):
    kind = KINDS[n % len(KINDS)]
    wide, high = chance.choice([1, 2, 3, 17, 64, 65, 150, 301]), chance.choice([1, 2, 31, 64, 127, 200])
    if max(wide, high) > 90 * min(wide, high):
        wide = high
    name = f"{folder}/{n:03d}"
    ending = "png"
    if kind in ("RGB", "RGBA"):
        image = Image.fromarray(smooth(wide, high, len(kind)), kind)
    elif kind == "LA":
        image = Image.fromarray(smooth(wide, high, 2), "LA")
    elif kind == "L":
        image = Image.fromarray(smooth(wide, high, 1)[..., 0], "L")
    elif kind == "1":
        image = Image.fromarray(smooth(wide, high, 1)[..., 0], "L").convert("1")
    elif kind == "16":
        deep = numbers.integers(0, 1 << 16, (high, wide), dtype=numpy.uint16)
        image = Image.fromarray(deep)
    else:
        image = Image.fromarray(smooth(wide, high, 3), "RGB")
    options = {}
    if kind in ("P", "gif"):
        image, ending = image.quantize(chance.choice([2, 16, 200])), "png" if kind == "P" else "gif"
    if kind.startswith("jpeg"):
        ending = "jpg"
        options = {"quality": 95, "subsampling": 0}
        if kind == "jpeg-grey":
            image = image.convert("L")
        if kind == "jpeg-turned":
            exif = Image.Exif()
            exif[0x0112] = chance.randint(1, 8)
            options["exif"] = exif
    image.save(f"{name}.{ending}", **options)

    read = ImageOps.exif_transpose(Image.open(f"{name}.{ending}"))
    if kind == "16":  # Pillow would clip these to white; the upper eight bits are what is meant
        read = Image.fromarray((deep >> 8).astype(numpy.uint8), "L")
    read = read.convert("RGB")
    resample = chance.choice([1, 2, 3, 3])
    config = {"resample": resample, "image_mean": [0.48, 0.45, 0.4], "image_std": [0.27, 0.26, 0.28], "kind": kind}
    side = chance.choice([16, 33, 48])
    if chance.random() < 0.5:
        config["size"] = {"shortest_edge": side}
        config |= {"do_center_crop": True, "crop_size": {"height": side, "width": side}}
        short, long = sorted(read.size)
        longer = int(side * long / short)
        size = (side, longer) if read.width <= read.height else (longer, side)
    else:
        config["size"] = {"height": side, "width": side + 5}
        size = (side + 5, side)
    resized = read.resize(size, resample)
    if "crop_size" in config:
        left, top = (size[0] - side) // 2, (size[1] - side) // 2
        resized = resized.crop((left, top, left + side, top + side))
    pixels = numpy.asarray(resized).astype(numpy.float32) * numpy.float32(1 / 255)
    pixels = (pixels - numpy.array(config["image_mean"], numpy.float32)) / numpy.array(config["image_std"], numpy.float32)
    numpy.ascontiguousarray(pixels.transpose(2, 0, 1), "<f4").tofile(f"{name}.raw")
    with open(f"{name}.json", "w") as out:
        json.dump(config, out)

Image.fromarray(smooth(40, 30, 3), "RGB").convert("CMYK").save(f"{folder}/cmyk.jpg")
