"""The Streamlit pages, their charts, and the shell around them: login, downloads, print pages."""
