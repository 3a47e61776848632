"""The notebook of the repository runs from its first cell to its last."""

import os
import pathlib

import nbclient
import nbformat

NOTEBOOK = pathlib.Path(__file__).parents[2] / "examples" / "bill.ipynb"


def test_notebook_runs(tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "\n".join(output["data"].get("text/plain", "") for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output)
    assert "data-api-exporter" in shown and "GetObject" in shown
    assert any("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])), "no plot"
    assert "TRAILQ_TESTDATA" in os.environ
