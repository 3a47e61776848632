"""Put the binary named by TRAILQ_BINARY into the wheel, for the platform TRAILQ_PLATFORM."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BinaryHook(BuildHookInterface):
    """Adds the command to a wheel, which then is for one platform and any Python 3."""

    def initialize(self, version, build_data):
        binary = os.environ["TRAILQ_BINARY"]
        name = "trailq.exe" if binary.endswith(".exe") else "trailq"
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + os.environ["TRAILQ_PLATFORM"]
        build_data["shared_scripts"] = {binary: name}
