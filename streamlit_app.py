"""The entrypoint: which pages there are. ``streamlit run`` finds ``app`` here, the pages with their shell."""

import streamlit as st
from streamlit import runtime

if runtime.exists():
    from dashboard import frame

    st.set_page_config(page_title="政务公开台账", layout="wide")
    page = st.navigation(
        [
            st.Page("dashboard/pages/progress.py", title="进展", default=True),
            st.Page("dashboard/pages/intake.py", title="导入", url_path="intake"),
            st.Page("dashboard/pages/units.py", title="单位", url_path="units"),
            st.Page("dashboard/pages/master_table.py", title="总台账", url_path="master"),
        ],
        position="top",
    )
    frame.draw()
    page.run()
else:
    from dashboard import shell

    app = st.App(__file__, **shell.parts())
