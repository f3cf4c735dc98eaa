"""`zonecheck help TOPIC`: what holds for all commands and stands in no option."""

from __future__ import annotations

import click

from zonecheck.cli.bilingual import Argument, Command, Misuse, language
from zonecheck.words import Text


def _topic(topic: str | None) -> int:
    context = click.get_current_context()
    spoken = language(context)
    if topic is None:
        click.echo(_LIST.fill(topics=", ".join(TOPICS))(spoken))
    elif topic in TOPICS:
        click.echo(TOPICS[topic](spoken))
    else:
        raise Misuse(_NO_TOPIC.fill(topic=topic, topics=", ".join(TOPICS)))
    return 0


TOPICS = {
    "exit-codes": Text(
        """退出码
  0    全部核查完毕,没有达到 --fail-on 的结论
  1    至少一个项目触及禁止性规定
  2    未能全部完成:用法有误、输入不可读或为空、项目无法核查、规则包或图层有误、结果未写出、内部错误
  3    没有触及禁止性规定的,至少一个须人工认定(--fail-on conditional 时含有要求未满足的)
  4    什么也没有核查:全部项目不在所载依据适用范围
  130  被 Ctrl-C 中断
  141  输出管道已关闭

2 优先于 1,再次 3,再次 4。--fail-on prohibited 使 3 变为 0;--fail-on never 使 1 和 3 变为 0;
两者都不改变 2 和 4。--baseline 使 1 和 3 只计新的问题。diff 如同 diff:0 无差别,1 有差别,2 未完成。
规则和图层的检查命令只用 0 和 2。""",
        """Exit status
  0    everything was checked; nothing at or above --fail-on
  1    at least one project is prohibited
  2    not done in full: usage, unreadable or empty input, an invalid project, an invalid pack or layer,
       output not written, internal error
  3    nothing prohibited, at least one review (or conditional, with --fail-on conditional)
  4    nothing was checked: every project is out of scope
  130  interrupted by Ctrl-C
  141  the pipe for the output was closed

2 wins over 1, then 3, then 4. --fail-on prohibited turns 3 into 0, --fail-on never turns 1 and 3 into 0;
neither hides 2 or 4. With --baseline 1 and 3 count only what is new. diff is as diff: 0 the same, 1 different, 2 not
done. The commands that check rules and layers use 0 and 2 only.""",
    ),
    "verdicts": Text(
        """结论(每个项目一个,取最严重者)
  触及禁止性规定            至少一条禁止性规定确定触及
  须人工认定                缺少信息、距离在图层精度之内、图层不足、条款保留裁量等,不能由本工具判定
  有要求未满足              没有以上情形,但有要求确定未落实
  未触及所核查的禁止性规定  所核查的规定均确定未触及;不等于可以建设
  不在所载依据适用范围      没有地方规定适用,国家法律也未发现问题
  无法核查                  项目不可读,或没有可用的轮廓

缺少的信息从不当作没有问题:它使结论成为须人工认定,并列出补充什么可以得出结论。
须由使用者提供的资料(生态保护红线、园区负面清单等)列为待办,不影响结论;--require 编号 可使其必备。""",
        """Verdicts (one for each project, the worst that applies)
  prohibited    at least one prohibition is firmly violated
  review        a person must decide: something is missing, a distance is inside the accuracy of the map,
                a layer does not suffice, the clause leaves discretion
  conditional   none of these, but a requirement is firmly not met
  clear         nothing that was checked is touched; that is no permission
  out_of_scope  no local rule applies and national law finds nothing
  invalid       the project cannot be read or has no usable outline

What is missing is never taken for harmless: it makes the verdict a review, with a list of what would settle it.
Data that only the user has (the red line, a zone's negative list) are things to do and do not change the verdict;
--require ID demands them.""",
    ),
    "environment": Text(
        """环境变量
  LC_ALL, LC_MESSAGES, LANG  没有 --lang 时决定语言:en 开头为英文,否则为中文
  NO_COLOR                   有值时不用颜色
  FORCE_COLOR                有值时总用颜色,不论是否终端;NO_COLOR 优先
  TERM=dumb                  不用颜色

本工具不联网,不收集任何信息。""",
        """Environment
  LC_ALL, LC_MESSAGES, LANG  the language where --lang is not given: English if it begins with en, else Chinese
  NO_COLOR                   if set, no colour
  FORCE_COLOR                if set, colour also where there is no terminal; NO_COLOR wins
  TERM=dumb                  no colour

The program uses no network and collects nothing.""",
    ),
}

topics = Command(
    name="help",
    callback=_topic,
    words=Text(
        f"说明一个主题:{'、'.join(TOPICS)}。",
        f"Explain a topic: {', '.join(TOPICS)}.",
    ),
    params=[Argument(["topic"], required=False)],
)

_LIST = Text("主题:{topics}", "topics: {topics}")
_NO_TOPIC = Text("没有主题“{topic}”;可选:{topics}", "there is no topic '{topic}'; there are {topics}")
