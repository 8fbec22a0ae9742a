@echo off
rem Starts taizhang for this computer, or for the network: start.bat --host 0.0.0.0 --name tz-server
rem Data stand in the folder data beside start.py; the first start installs what is needed.
chcp 65001 >nul
setlocal
set PYTHONUTF8=1
cd /d "%~dp0..\.."
where py >nul 2>nul && set "PYTHON=py -3" || set "PYTHON=python"
%PYTHON% --version >nul 2>nul || (echo 没有找到 Python。请安装 Python 3.11 或更高版本，安装时勾选 Add python.exe to PATH。& pause & exit /b 3)
%PYTHON% start.py taizhang serve %*
set STATUS=%ERRORLEVEL%
if not "%STATUS%"=="0" (echo 没有启动成功，或已经停止，原因见上。& pause)
exit /b %STATUS%
