// A tab whose session has ended shows nothing any more. Signed out: every tab goes to the form at once. Timed out: what
// was typed stays behind a sheet, and the tab goes on when the same person has signed in again in another window.
(() => {
  "use strict";
  const EVERY = 10000;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("taizhang") : null;
  const leave = () => { location.replace("/login?why=over"); };
  let mine = null;
  let sheet = null;

  const cover = () => {
    if (sheet) return;
    sheet = document.createElement("div");
    sheet.id = "tz-over";
    sheet.setAttribute("role", "alertdialog");
    sheet.setAttribute("aria-modal", "true");
    sheet.setAttribute("aria-label", "登录已超时");
    sheet.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#f3f6fa;color:#1f2a37;display:flex;" +
      "flex-direction:column;align-items:center;justify-content:center;gap:1rem;padding:2rem;text-align:center;font-size:1.1rem";
    const said = document.createElement("p");
    said.textContent = "登录已超时。请在新窗口重新登录，登录后回到这里，填写的内容还在。";
    const link = document.createElement("a");
    link.href = "/login?why=over";
    link.target = "_blank";
    link.rel = "opener";
    link.textContent = "在新窗口登录";
    sheet.append(said, link);
    // Beside the body: a dialog of the page makes everything within the body unreachable.
    document.documentElement.append(sheet);
    link.focus();
  };
  const look = async () => {
    let answer;
    try {
      answer = await fetch("/session", {cache: "no-store", redirect: "error"});
    } catch { return; }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      if (mine !== null && mine !== told.login) { location.reload(); return; }
      mine = told.login;
      if (sheet) { sheet.remove(); sheet = null; }
    } else if (answer.status === 401) {
      if (told.ended === "idle") cover(); else leave();
    }
  };
  channel?.addEventListener("message", (event) => { if (event.data === "out") leave(); });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/logout") channel?.postMessage("out");
  }, true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  setInterval(look, EVERY);
  look();
})();
