@echo off
rem One backup a day, for Task Scheduler: backup.bat D:\taizhang-backups
chcp 65001 >nul
setlocal
set PYTHONUTF8=1
if "%~1"=="" (echo 请写明备份放在哪个文件夹，例如 backup.bat D:\taizhang-backups& exit /b 2)
if not exist "%~1" mkdir "%~1"
cd /d "%~dp0..\.."
where py >nul 2>nul && set "PYTHON=py -3" || set "PYTHON=python"
for /f %%i in ('powershell -NoProfile -Command "Get-Date -Format yyyy-MM-dd-HHmmss"') do set NOW=%%i
%PYTHON% start.py taizhang backup --out "%~1\taizhang-%NOW%.zip"
exit /b %ERRORLEVEL%
