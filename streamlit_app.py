"""The entrypoint: who is looking decides which pages there are. ``streamlit run`` finds ``app`` here."""

import streamlit as st
from streamlit import runtime

if runtime.exists():
    from dashboard import frame
    from dashboard.access import viewer
    from dashboard.navigation import PAGES
    from dashboard.turns import TURNS

    st.set_page_config(page_title="政务公开台账", layout="wide")
    frame.remember()
    entries = PAGES[viewer().role]
    with TURNS.one():
        page = st.navigation(
            [
                st.Page(
                    f"dashboard/pages/{entry.script}.py",
                    title=entry.title,
                    url_path=entry.address,
                    default=entry is entries[0],
                )
                for entry in entries
            ],
            position="top",
        )
        frame.draw()
        page.run()
else:
    from dashboard import shell

    app = st.App(__file__, **shell.parts())
