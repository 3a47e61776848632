#!/usr/bin/env python3
"""Unpacks the image of one architecture from a tar of an OCI layout, checking each digest.

usage: unpack_image.py IMAGE.tar ARCHITECTURE FOLDER
"""

import gzip
import hashlib
import io
import json
import sys
import tarfile


def main(path, architecture, folder):
    layout = tarfile.open(path)

    def read(descriptor):
        kind, digest = descriptor["digest"].split(":")
        content = layout.extractfile(f"./blobs/{kind}/{digest}").read()
        if hashlib.new(kind, content).hexdigest() != digest:
            sys.exit(f"{path}: {digest} is not what it holds")
        return content

    index = json.load(layout.extractfile("./index.json"))
    while "manifests" in index:
        fitting = [m for m in index["manifests"] if m.get("platform", {}).get("architecture", architecture) == architecture]
        index = json.loads(read(fitting[0]))
    config = json.loads(read(index["config"]))
    if (config["architecture"], config["os"], config["config"]["Entrypoint"]) != (architecture, "linux", ["/trailq"]):
        sys.exit(f"{path}: the image is of {config}")
    for layer in index["layers"]:
        content = read(layer)
        if layer["mediaType"].endswith("gzip"):
            content = gzip.decompress(content)
        with tarfile.open(fileobj=io.BytesIO(content)) as files:
            files.extractall(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
