// The few words of Streamlit's own chrome that have no Chinese. Only exact phrases are replaced, and only as
// text and labels, never as markup; what units wrote is left alone.
(() => {
  "use strict";
  const words = {
    "Upload": "选择文件", "Browse files": "选择文件", "Add files": "继续添加", "Upload directories": "选择文件夹",
    "Drag and drop files here": "把文件拖到这里", "Drag and drop a file here": "把文件拖到这里",
    "Drag and drop directories here": "把文件夹拖到这里", "File Uploader": "上传文件", "Remove file": "移除",
    "Fullscreen": "全屏", "Close fullscreen": "退出全屏", "Search": "查找", "Close Search": "关闭查找",
    "Download": "下载", "Download as CSV": "下载为 CSV", "Show/hide columns": "选择显示的列", "Clear selection": "取消选择",
    "Show data": "查看数据", "Show chart": "查看图表", "Copy": "复制", "Copy to clipboard": "复制", "Copied!": "已复制", "Copied": "已复制",
    "Increment": "增加", "Decrement": "减少", "Add row": "添加一行", "Delete row(s)": "删除选中的行",
    "Sort ascending": "升序", "Sort descending": "降序", "Pin column": "固定此列", "Unpin column": "取消固定",
    "Hide column": "隐藏此列", "Autosize": "自动列宽", "Format": "格式", "Statistics": "统计", "Select all": "全选",
    "Clear all": "全部清除", "Clear value": "清除", "No results": "没有符合的选项", "Choose an option": "请选择",
    "Choose options": "请选择", "No options to select": "没有可选项", "No options to select.": "没有可选项", "Open": "展开",
    "Selectbox options": "选项", "Choose date": "选择日期", "Choose date and time": "选择日期和时间", "Clear date": "清除日期",
    "Clear date and time": "清除", "Clear time": "清除时间", "Time": "时间", "Calendar": "日历", "Select...": "请选择",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "方向键移动，回车选定，Esc 关闭。",
    "Press Enter to apply": "按回车生效", "Press Enter to submit form": "按回车提交", "Next page": "下一页",
    "Previous page": "上一页", "Pagination": "翻页", "Close": "关闭", "Main menu": "菜单", "Skip to main content": "跳到正文",
    "App pages": "页面", "Expand sidebar": "展开导航", "Collapse sidebar": "收起导航", "Open sidebar": "展开导航",
    "Close sidebar": "收起导航", "Navigate to home page": "回到首页", "View more": "更多", "View less": "收起",
    "Connecting": "正在连接……", "CONNECTING": "正在连接……", "Connection error": "连接中断", "Network error": "网络错误",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接中断，请等待自动恢复后再试。",
    "Reconnected to server.": "已重新连接。", "Please wait...": "请稍候……", "Running": "正在处理", "Running...": "正在处理……",
    "Stop": "停止", "Rerun": "刷新", "Page not found": "没有这个页面", "Try again": "重试", "Error": "错误", "Error:": "错误：", "empty": "没有数据",
    "The page that you have requested does not seem to exist. Running the app's main page.": "没有这个页面，已回到首页。",
    "Error uploading file": "上传没有成功，请重试", "Error deleting file": "移除没有成功，请重试",
    "Is Streamlit still running?": "程序是否还在运行？",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "请确认程序还在运行，必要时重新启动。",
    "Scroll tabs left": "向左", "Scroll tabs right": "向右", "Toolbar action": "工具", "Scrollable table": "可滚动的表格",
    "Connecting to Streamlit server": "正在连接", "Unable to connect to Streamlit server": "连接不上，请确认程序还在运行",
    "Unknown error": "未知错误", "Request timed out": "请求超时", "Connection timed out": "连接超时",
    "Copy Vega-Lite spec": "复制图表数据", "Download as PNG": "下载为图片", "Download as SVG": "下载为矢量图", "Dismiss": "关闭",
    "Next month": "下个月", "Previous month": "上个月", "Sidebar": "导航", "add icon": "添加", "file upload": "上传文件",
    "year": "年", "month": "月", "day": "日", "hour": "时", "minute": "分", "AM/PM": "上午/下午",
    "yyyy": "年", "mm": "月", "dd": "日",
    "streamlitApp": "政务公开台账", "Link to heading": "链接到此处", "Show password text": "显示", "Hide password text": "隐藏",
  };
  const patterns = [
    [/^(\d+(?:\.\d+)?)\s*([KMG]B) per file(?: • (.+))?$/, (m) => `单个文件不超过 ${m[1]} ${m[2]}` + (m[3] ? `（${m[3]}）` : "")],
    [/^Limit (\d+(?:\.\d+)?)\s*([KMG]B) per file(?: • (.+))?$/, (m) => `单个文件不超过 ${m[1]} ${m[2]}`],
    [/^File must be (\d+(?:\.\d+)?)\s*([KMG]B) or smaller\.?$/, (m) => `文件不能超过 ${m[1]} ${m[2]}`],
    [/^(.+) files are not allowed\.?$/, (m) => `不能上传 ${m[1]} 文件`],
    [/^(\d+) options? available\.?(.*)$/, (m) => `${m[1]} 个选项`],
    [/^Help for (.+)$/, (m) => `${m[1]}的说明`],
    [/^Choose date, (.+)$/, (m) => `选择日期，${m[1]}`],
    [/^Choose date and time, (.+)$/, (m) => `选择日期和时间，${m[1]}`],
    // What a screen reader says of the month while it is typed.
    [/^(\d{1,2}) – [A-Z][a-z]{2,8}$/, (m) => `${m[1]}月`],
    [/^(year|month|day|hour|minute|AM\/PM), (.+)$/, (m) => `${m[2]}，${words[m[1]]}`],
    [/^(Copy Vega-Lite spec|Download as (?:CSV|PNG|SVG)|Fullscreen|Close fullscreen|Search|Show data|Show chart|Show\/hide columns|Clear selection|Add row|Delete row\(s\)): (.+)$/,
      (m) => `${words[m[1]]}：${m[2]}`],
    [/^(\d+) more$/, (m) => `另有 ${m[1]} 个`],
    [/^Remove (.+)$/, (m) => `移除 ${m[1]}`],
    [/^Shortcut (.+)$/, (m) => `快捷键 ${m[1]}`],
    [/^Page (\d+)$/, (m) => `第 ${m[1]} 页`],
    [/^Showing page (\d+) of (\d+)$/, (m) => `第 ${m[1]} 页，共 ${m[2]} 页`],
    [/^Select (\d+) matches$/, (m) => `选中 ${m[1]} 项`],
    [/^Selected Date: (.+)$/, (m) => {
      const day = new Date(m[1]);
      return isNaN(day) ? "已选日期" : `已选日期：${day.getFullYear()}年${day.getMonth() + 1}月${day.getDate()}日`;
    }],
    [/^Selected (.+)$/, (m) => `已选 ${m[1]}`],
    [/^Press Enter to (apply|submit|add)$/, () => "按回车生效"],
    [/^(\d+)\/(\d+) characters?$/, (m) => `${m[1]}/${m[2]} 字`],
    [/^Date must be (?:on or )?(?:after|before|between) .+$/, () => "日期超出可选的范围"],
    [/^Error: Date set outside allowed range\..*$/, () => "日期超出可选的范围"],
  ];
  const attributes = ["aria-label", "aria-valuetext", "title", "placeholder"];
  const ours = "[data-testid='stText'], [data-testid='stHtml'], [data-testid='stTable'], canvas, script, style";

  const translate = (text) => {
    const said = text.trim();
    if (!said || !/[A-Za-z]/.test(said)) return null;
    if (Object.hasOwn(words, said)) return text.replace(said, words[said]);
    for (const [pattern, tell] of patterns) {
      const match = said.match(pattern);
      if (match) return tell(match);
    }
    return null;
  };
  const visitText = (node) => {
    const told = translate(node.data);
    if (told !== null && !node.parentElement?.closest(ours)) node.data = told;
  };
  const visitElement = (element) => {
    if (element.closest(ours)) return;
    for (const name of attributes) {
      const value = element.getAttribute(name);
      const told = value === null ? null : translate(value);
      if (told !== null) element.setAttribute(name, told);
    }
  };
  // A form that a key has opened takes the cursor, so that the hands stay on the keyboard.
  const takeCursor = (node) => {
    const form = node.closest(".st-key-tz_focus") ?? node.querySelector(".st-key-tz_focus");
    const field = form?.querySelector("input");
    if (field && (node.contains(field) || node === field)) field.focus();
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return visitText(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    takeCursor(node);
    visitElement(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) visitText(walker.currentNode);
      else visitElement(walker.currentNode);
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") visitText(change.target);
      else if (change.type === "attributes") visitElement(change.target);
      else change.addedNodes.forEach(visit);
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
})();

// On a phone what was opened from a list stands above the list: go there, once.
(() => {
  "use strict";
  let last = null;
  new MutationObserver(() => {
    const here = document.querySelector("[data-arrive]");
    if (!here || here.dataset.arrive === last) return;
    last = here.dataset.arrive;
    if (window.innerWidth <= 640) here.scrollIntoView();
  }).observe(document.documentElement, {childList: true, subtree: true});
})();
