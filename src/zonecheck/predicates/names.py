"""How does a person call a layer, or a selection of its features?

The keys that the bundled rules use have words here; whatever a user's own pack names besides stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zonecheck.words import Text

_LAYERS: Mapping[str, tuple[Text, Text]] = {
    "rivers": (Text("任一河流", "any river"), Text("河流", "rivers")),
    "parks": (Text("任一园区", "any park"), Text("园区", "parks")),
    "districts": (Text("任一县区", "any district"), Text("县区", "districts")),
    "red_line": (
        Text("生态保护红线", "the ecological red line"),
        Text("生态保护红线", "the ecological red line"),
    ),
    "drinking_water": (
        Text("饮用水水源保护区", "a drinking-water source zone"),
        Text("饮用水水源保护区", "drinking-water source zones"),
    ),
}

_SELECTIONS: Mapping[tuple[str, str], Text] = {
    ("basin", "长江"): Text("长江流域的河流", "a river of the Yangtze basin"),
    ("main_stem", "yes"): Text("长江干流", "the main stem of the Yangtze"),
    ("important_tributary", "yes"): Text("长江重要支流", "an important tributary of the Yangtze"),
    ("importance", "other"): Text("其他重要河流", "another important river"),
    ("grade", "one"): Text("饮用水水源一级保护区", "a class-one water source zone"),
    ("grade", "two"): Text("饮用水水源二级保护区", "a class-two water source zone"),
    ("grade", "quasi"): Text("饮用水水源准保护区", "a quasi water source zone"),
}


def selected(layer: str, key: str | None, names: Sequence[str]) -> Text:
    """The features that a question asks of."""
    every, plural = _LAYERS.get(
        layer,
        (
            Text(f"图层 {layer} 的任一要素", f"any feature of layer {layer}"),
            Text(f"图层 {layer}", f"layer {layer}"),
        ),
    )
    if key is None:
        return every
    if key == "name":
        return Text("、".join(names), ", ".join(names))
    known = [_SELECTIONS[key, name] for name in names if (key, name) in _SELECTIONS]
    if len(known) == len(names):
        return Text("、".join(each.zh for each in known), " or ".join(each.en for each in known))
    chosen = f"{key} = {', '.join(names)}"
    return Text(f"{plural.zh}（{chosen}）", f"{plural.en} ({chosen})")
