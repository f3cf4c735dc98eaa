"""Which files does a folder of projects begin with? Their places and texts; nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from zonecheck import __version__
from zonecheck.starting.example import example
from zonecheck.words import Language, Text

Service = Literal["github", "gitlab", "none"]

CONFIGURATION, DECISIONS = "zonecheck.toml", "zonecheck-decisions.yaml"
PROJECT: Text = Text("projects/示例.geojson", "projects/example.geojson")


def texts(language: Language, configuration: str, service: Service) -> Mapping[str, str]:
    """The text of every file by its path in the folder; `configuration` lists the options as the command line has them."""
    made = {
        CONFIGURATION: configuration,
        PROJECT(language): project_text(example(language)),
        DECISIONS: _DECISIONS(language),
    }
    if service != "none":
        path, text = _CI[service]
        made[path] = text(language).replace("VERSION", __version__).replace("LANG", language)
    return made


def project_text(feature: Mapping[str, object]) -> str:
    """A feature with an attribute a line and the outline in one."""
    stated = json.dumps(feature["properties"], ensure_ascii=False, indent=2)
    drawn = json.dumps(feature["geometry"], ensure_ascii=False)
    return f'{{"type": "Feature",\n "properties": {stated},\n "geometry": {drawn}}}\n'


_DECISIONS = Text(
    """# 人工认定:须人工认定的事项由主管机关认定后,在此登记,下次核查不再重复提出。
# 本文件放在 zonecheck.toml 旁,会自动读取。现在没有认定,是空的列表:
[]

# 登记一条认定时,删去上面的 [],按下列格式填写(去掉行首的 #):
#
# - rule: suizhou-2018-4/river-1km      # 规则编号,见核查结果
#   project: 2026-001                   # 项目代码
#   outline: 64 位十六进制              # zonecheck -f json 为该项目给出的 outline
#   facts: 64 位十六进制                # 为该条结果给出的 facts;场地、申报信息或规则有变,认定即失效
#   decides: satisfied                  # not_applicable 不涉及,satisfied 未触及,violated 触及;waived 豁免(仅限可豁免的规则)
#   authority: 随州市生态环境局         # 认定机关
#   document: 随环函〔2026〕…号         # 认定文件
#   reason: 仅物理混合分装,无化学反应
#   granted: 2026-11-24
#   expires: 2027-11-23                 # 必填:没有无限期的认定
""",
    """# Decisions of people: what the authority decided where a person must, so that the next check does not ask again.
# Beside zonecheck.toml this file is found by itself. There is no decision yet, so the list is empty:
[]

# To add one, delete the [] above and fill in the following without the # in front:
#
# - rule: suizhou-2018-4/river-1km      # as the result names it
#   project: 2026-001                   # the project's id
#   outline: 64 hexadecimal digits      # as zonecheck -f json prints it for the project
#   facts: 64 hexadecimal digits        # as it prints it for the finding; a moved site, changed fact or rule voids the decision
#   decides: satisfied                  # not_applicable, satisfied, violated; or waived, where the rule may be
#   authority: 随州市生态环境局
#   document: 随环函〔2026〕…号
#   reason: mixed and repacked only, no chemical reaction
#   granted: 2026-11-24
#   expires: 2027-11-23                 # there is no decision without an end
""",
)

_GITHUB = Text(
    """# 每次提交都核查 projects 下的项目:结果标注在提交旁,报告附在任务后。
# 退出码:0 已核查且无须处理;1 触及禁止性规定;2 未能全部完成;3 须人工认定;4 均不在适用范围。除 0 外任务均为失败。
""",
    """# Checks the projects on every push: findings beside the change, reports with the job.
# Exit status: 0 checked, nothing found; 1 prohibited; 2 not done in full; 3 for review; 4 out of scope. All but 0 fail the job.
""",
)
_GITHUB_JOB = """name: zonecheck
on: [push, pull_request]
permissions: {contents: read}
jobs:
  zonecheck:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: python -m pip install "zonecheck==VERSION"
      - run: python -m zonecheck check projects --lang LANG -f github -o zonecheck.html -o junit=junit.xml -o zonecheck.docx
      - if: always()
        uses: actions/upload-artifact@v4
        with: {name: zonecheck, path: "zonecheck.html\\njunit.xml\\nzonecheck.docx"}
"""
_GITLAB = Text(
    "# 每次提交都核查 projects 下的项目:合并请求中逐行显示结果(Code Quality)和逐条结果(JUnit)。\n",
    "# Checks the projects on every push: a merge request shows findings beside the lines and every rule as a test.\n",
)
_GITLAB_JOB = """zonecheck:
  image: python:3.12-slim
  before_script:
    - python -m pip install --quiet "zonecheck==VERSION"
  script:
    - >-
      python -m zonecheck check projects --lang LANG
      -o gitlab=gl-code-quality-report.json -o junit=zonecheck-junit.xml -o html=zonecheck.html
  allow_failure:
    exit_codes: [3] # CHANGE
  artifacts:
    when: always
    expose_as: zonecheck
    paths: [zonecheck.html]
    reports:
      codequality: gl-code-quality-report.json
      junit: zonecheck-junit.xml
"""
_REVIEW = Text("须人工认定:只提示,不算失败", "a person has to decide: a warning")

_CI: Mapping[str, tuple[str, Text]] = {
    "github": (
        ".github/workflows/zonecheck.yml",
        Text(_GITHUB.zh + _GITHUB_JOB, _GITHUB.en + _GITHUB_JOB),
    ),
    "gitlab": (
        ".gitlab-ci.yml",
        Text(
            _GITLAB.zh + _GITLAB_JOB.replace("CHANGE", _REVIEW.zh),
            _GITLAB.en + _GITLAB_JOB.replace("CHANGE", _REVIEW.en),
        ),
    ),
}
