"""Charts: functions from frame to chart. Nothing here imports Streamlit."""
