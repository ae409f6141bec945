"""What a platform sends is kept but for what no store can keep."""

from coterie.core.payloads import DEEPEST, well_formed


def nested(levels: int) -> object:
    value: object = "core"
    for _ in range(levels):
        value = {"a": value}
    return value


def test_what_is_nested_beyond_all_measure_takes_nothing_with_it_that_stands_beside_it() -> None:
    told = well_formed({"next_batch": "s1", "events": [{"body": "hi", "x": nested(700)}, {"body": "ho"}]})
    assert isinstance(told, dict) and told["next_batch"] == "s1"
    assert [one["body"] for one in told["events"]] == ["hi", "ho"]


def test_what_is_nested_within_measure_stays() -> None:
    assert well_formed(nested(DEEPEST)) == nested(DEEPEST)


def test_what_postgresql_takes_in_no_text_is_replaced() -> None:
    assert well_formed({"id\0": "E\0v", "ok": "é\0\ud800"}) == {"id�": "E�v", "ok": "é�?"}
