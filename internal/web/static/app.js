// The page: this file grows.
document.getElementById("root").textContent = "trailq";
