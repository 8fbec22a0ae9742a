// The print button: inline handlers are forbidden by our own policy.
document.getElementById("print").addEventListener("click", () => window.print());
