"""我的台账: what a unit is asked for, what it sent, and sending; nothing of anybody else."""
