#!/usr/bin/env bash
# Virtual environment, locked dependencies, the project itself and its browser bundles. Called by the Makefile.
set -euo pipefail
python="$1" venv="$2" lock="$3"
cd "$(dirname "$0")/.."

if ! command -v "$python" >/dev/null; then
  echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv / 需要 Python 3.11 以上" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$("$python" --version) is too old: Python 3.11 or newer is needed (set PYTHON=...) / Python 版本过低" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  echo "This Python cannot make virtual environments: apt-get install python3-venv / 缺少 python3-venv" >&2
  exit 1
fi

echo "setup 1/4  virtual environment / 虚拟环境"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "setup 2/4  dependencies of $lock / 安装依赖"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
echo "setup 3/4  jieban itself / 安装本项目"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
echo "setup 4/4  browser bundles / 构建网页资源"
"$venv/bin/python" -m deploy.webbuild
