"""What the verbs of playbooks take: the fields of a verb in a file to a `Verb`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from attrs import evolve

from ..links import is_address
from ..model.content import FieldKind
from ..model.playbook import (
    Argument,
    Ask,
    Button,
    Call,
    Each,
    End,
    Form,
    FormField,
    LocalText,
    PluginVerb,
    Post,
    RunPlaybook,
    Set,
    Step,
    Task,
    Verb,
    Wait,
)
from ..nearest import nearest
from ..values import frozen
from .params import ParamError, any_number, whole_number
from .parsers import (
    boolean,
    map_of,
    matching,
    one_of,
    scalar,
    text,
)
from .pieces import Kind
from .reader import (
    Fields,
    Parser,
    Reader,
    Wrong,
    mapping,
    shown,
)
from .recorder import Recorder
from .verbs import CORE_VERBS, FieldDeclaration, Known, VerbDeclaration
from .yaml import Mapping, Node, Scalar, Sequence, empty_map

variable_name = matching("[a-z][a-z0-9_]*", "a name of small letters, digits and '_' that begins with a letter")
"""An id of a step, a parameter, a variable."""

_ACTION = matching(r"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_.-]*", "plugin.action")


@frozen
class Around:
    """What the fields of a verb said that belongs to the step."""

    to: str | None = None
    quietly: bool | None = None


def _is_of_button(key: str) -> bool:
    """Whether a key is one of a button, if need be misspelt, and not a locale of its label: `ur` is Urdu."""
    return key == "url" or (len(key) > len("url") and nearest(key, ("label", "url")) is not None)


def labelled(parser: Parser[str], what: str) -> Parser[str]:
    """The same parser, that says of what it speaks where it refuses."""

    def parse(reader: Reader, node: Node) -> str:
        try:
            return parser(reader, node)
        except Wrong as wrong:
            named = f"{what} {wrong.message}" if wrong.message.startswith("must ") else wrong.message
            raise Wrong(named, nearest=wrong.nearest, note=wrong.note, at=wrong.at) from wrong

    return parse


class VerbReader:
    """Reads what stands under the key of a verb. `steps` reads a block of steps."""

    def __init__(self, recorder: Recorder, known: Known, steps: Parser[tuple[Step, ...]]) -> None:
        self.recorder = recorder
        self.known = known
        self.steps = steps
        self.around = Around()
        self._by_name: dict[str, Callable[[Reader, Node], Verb]] = {
            "post": self.post,
            "ask": self.ask,
            "form": self.form,
            "task": self.task,
            "wait": self.wait,
            "each": self.each,
            "set": self.set,
            "run": self.run,
            "call": self.call,
            "end": self.end,
        }

    def read(self, name: str, node: Node) -> tuple[Verb, Around]:
        """The verb, and what of the step stood among its fields. Raises `Wrong`."""
        self.around = Around()
        parser = self._by_name.get(name)
        if parser is not None:
            verb = parser(self.recorder.reader, node)
        else:
            verb = self.plugin_verb(self.known.verbs[name], node)
        return verb, self.around

    def _to(self, fields: Fields) -> None:
        to = fields.get("to", self.recorder.text_of(Kind.TO))
        self.around = Around(to, fields.get("quietly", boolean))

    # --- what is said and asked -------------------------------------------------------------------------------------

    def post(self, reader: Reader, node: Node) -> Post:
        with reader.map(node, "post", CORE_VERBS["post"]) as fields:
            post = Post(
                text=fields.need("text", self.recorder.words, LocalText.plain("")),
                thread=fields.get("thread", self.recorder.text_of(Kind.THREAD)),
                pin=fields.get("pin", boolean, False),
                buttons=fields.get("buttons", map_of(self._button, text), {}),
            )
            self._to(fields)
        return post

    def _button(self, reader: Reader, node: Node) -> Button:
        if isinstance(node, Mapping) and any(_is_of_button(entry.key.text) for entry in node):
            with reader.map(node, "a button", "{label: Sign up, url: https://example.org}") as fields:
                label = fields.need("label", self.recorder.words, LocalText.plain(""))
                return Button(label, fields.get("url", self._url))
        return Button(self.recorder.words(reader, node))

    def _url(self, reader: Reader, node: Node) -> str:
        found = self.recorder.text_of(Kind.TEMPLATE)(reader, node)
        if not found.startswith("{{") and not is_address(found):
            raise Wrong(f"must be an address that begins with https://, http:// or mailto:, not '{shown(found)}'")
        return found

    def ask(self, reader: Reader, node: Node) -> Ask:
        with reader.map(node, "ask", CORE_VERBS["ask"]) as fields:
            ask = Ask(
                text=fields.need("text", self.recorder.words, LocalText.plain("")),
                choices=fields.need("choices", self.recorder.choices, {}),
                several=fields.get("several", boolean, False),
                anonymous=fields.get("anonymous", boolean, False),
                until=fields.get("until", self.recorder.text_of(Kind.ANSWERS)),
            )
            self._to(fields)
        return ask

    def form(self, reader: Reader, node: Node) -> Form:
        with reader.map(node, "form", CORE_VERBS["form"]) as fields:
            form = Form(
                title=fields.need("title", self.recorder.words, LocalText.plain("")),
                text=fields.get("text", self.recorder.words),
                fields=fields.need("fields", self._form_fields, {}),
            )
            self._to(fields)
        return form

    def _form_fields(self, reader: Reader, node: Node) -> dict[str, FormField]:
        if not mapping(node).entries:
            raise Wrong("must have at least one field")
        return map_of(self._form_field, text)(reader, node)

    def _form_field(self, reader: Reader, node: Node) -> FormField:
        with reader.map(node, "a field of a form", "{type: text, label: Your city}") as fields:
            type = fields.need("type", one_of(FieldKind), FieldKind.TEXT)
            found = FormField(
                type=type,
                label=fields.get("label", self.recorder.words),
                required=fields.get("required", boolean, False),
                min=fields.get("min", self.recorder.text_of(Kind.BOUND)),
                max=fields.get("max", self.recorder.text_of(Kind.BOUND)),
                choices=fields.get("choices", self.recorder.choices, {}),
            )
            if type.chooses and "choices" not in fields:
                fields.miss("choices", f"a {type.value} needs something to select from")
        self._mind_bounds(fields, found)
        if not type.chooses and (entry := fields.entry("choices")):
            reader.error(entry.key, f"'choices' fits a field of type select or many, not {type.value}")
        return found

    def _mind_bounds(self, fields: Fields, found: FormField) -> None:
        """Bounds that are no bounds of this kind of field, or leave nothing between them. Templates are left alone."""
        bounds: list[date | float | str] = []
        for key, written in (("min", found.min), ("max", found.max)):
            if written is None or "{" in written:
                continue
            try:
                bounds.append(_bound(found.type, written))
            except ParamError as error:
                at = fields.node.get(key) or fields.node
                self.recorder.reader.error(at, f"'{key}' {error.message}")
        if len(bounds) == 2 and bounds[0] > bounds[1]:  # type: ignore[operator]  # both are of one kind
            at = fields.node.get("max") or fields.node
            self.recorder.reader.error(at, f"'max' ({found.max}) is smaller than 'min' ({found.min})")

    def task(self, reader: Reader, node: Node) -> Task:
        with reader.map(node, "task", CORE_VERBS["task"]) as fields:
            task = Task(
                text=fields.need("text", self.recorder.words, LocalText.plain("")),
                for_=fields.need("for", self.recorder.text_of(Kind.ASSIGNEE), ""),
                choices=fields.get("choices", self.recorder.choices),
            )
            self._to(fields)
        return task

    # --- time and order ---------------------------------------------------------------------------------------------

    def wait(self, reader: Reader, node: Node) -> Wait:
        if isinstance(node, Scalar):
            return Wait(duration=self.recorder.text_of(Kind.DURATION)(reader, node))
        with reader.map(node, "wait", '2d, {until: "monday 09:00"} or {for: member_joined}') as fields:
            until = fields.get("until", self.recorder.text_of(Kind.UNTIL))
            for_ = fields.get("for", self.recorder.text_of(Kind.EVENT))
            if "until" in fields and "for" in fields:
                reader.error(fields.node, "wait has 'until' and 'for'; one of them may be there")
            elif "until" not in fields and "for" not in fields:
                raise Wrong("wait needs a duration, or one of 'until' and 'for'", nearest=_near(fields, "until", "for"))
        return Wait(until=until, for_=for_)

    def each(self, reader: Reader, node: Node) -> Each:
        with reader.map(node, "each", CORE_VERBS["each"]) as fields:
            in_ = fields.need("in", self.recorder.text_of(Kind.EXPRESSION), "[]")
            as_ = fields.need("as", self._variable, "")
            steps = fields.need("steps", self._some_steps, ())
        return Each(in_, as_, steps)

    def _some_steps(self, reader: Reader, node: Node) -> tuple[Step, ...]:
        if isinstance(node, Sequence) and not node.items:
            raise Wrong("must have at least one step")
        return self.steps(reader, node)

    def _variable(self, reader: Reader, node: Node) -> str:
        found = variable_name(reader, node)
        self.recorder.record(Kind.VARIABLE, scalar(reader, node))
        return found

    def set(self, reader: Reader, node: Node) -> Set:
        if not mapping(node, "set", CORE_VERBS["set"]).entries:
            raise Wrong("set needs at least one name", note=f"for example {CORE_VERBS['set']}")
        name = labelled(self._variable, "a variable")
        return Set(map_of(self.recorder.text_of(Kind.EXPRESSION), name)(reader, node))

    def run(self, reader: Reader, node: Node) -> RunPlaybook:
        with reader.map(node, "run", CORE_VERBS["run"]) as fields:
            return RunPlaybook(
                playbook=fields.need("playbook", self.recorder.text_of(Kind.PLAYBOOK), ""),
                with_=fields.get("with", map_of(self._texts), {}),
                detach=fields.get("detach", boolean, False),
            )

    def _texts(self, reader: Reader, node: Node) -> str | tuple[str, ...]:
        if isinstance(node, Sequence):
            return tuple(self.recorder.template(reader, item) for item in node.items)
        return self.recorder.template(reader, node)

    def end(self, reader: Reader, node: Node) -> End:
        return End(self.recorder.text_of(Kind.TEMPLATE)(reader, node))

    # --- plugins ----------------------------------------------------------------------------------------------------

    def call(self, reader: Reader, node: Node) -> Call:
        """`plugin.action`, `{plugin.action: {…}}`, `{action: plugin.action, with: {…}}`, or the arguments beside `action`."""
        if isinstance(node, Scalar):
            return self._called(scalar(reader, node), None)
        entries = mapping(node, "call", CORE_VERBS["call"]).entries
        if len(entries) == 1 and entries[0].key.text != "action":
            given = entries[0].value
            return self._called(entries[0].key, None if isinstance(given, Scalar) and given.is_empty else given)
        action = next((entry.value for entry in entries if entry.key.text == "action"), None)
        if action is None:
            raise Wrong("call needs one plugin.action", note=f"for example {CORE_VERBS['call']}")
        rest = tuple(entry for entry in entries if entry.key.text != "action")
        if len(rest) == 1 and rest[0].key.text == "with":
            return self._called(scalar(reader, action), rest[0].value)
        return self._called(scalar(reader, action), evolve(mapping(node), entries=rest))

    def _called(self, name: Scalar, given: Node | None) -> Call:
        action = self.recorder.reader.read(name, labelled(_ACTION, "what call names"), None)
        fields = self._action_fields(name) if action else None
        what = f"call of {shown(name.text)}"
        arguments: dict[str, Argument] = {}
        if given is not None or fields:
            arguments = self.recorder.arguments(given or empty_map(name), fields, what)
        return Call(name.text, arguments)

    def _action_fields(self, name: Scalar) -> tuple[FieldDeclaration, ...] | None:
        if self.known.actions is None:
            return None
        if name.text not in self.known.actions:
            near = nearest(name.text, self.known.actions)
            note = f"from plugin {self.known.actions[near].plugin}" if near else "no plugin offers it"
            self.recorder.reader.error(name, f"unknown action '{shown(name.text)}'", nearest=near, note=note)
            return None
        return self.known.actions[name.text].fields

    def plugin_verb(self, declaration: VerbDeclaration, node: Node) -> PluginVerb:
        reader = self.recorder.reader
        if isinstance(node, Scalar) and declaration.shorthand:
            field = next(field for field in declaration.fields if field.name == declaration.shorthand)
            return PluginVerb(declaration.name, {field.name: self.recorder.declared(field)(reader, node)})
        arguments = self.recorder.arguments(node, declaration.fields, declaration.name)
        given = mapping(node)
        to, quietly = given.get("to"), given.get("quietly")
        self.around = Around(
            None if to is None else reader.read(to, self.recorder.text_of(Kind.TO), None),
            None if quietly is None else reader.read(quietly, boolean, None),
        )
        return PluginVerb(declaration.name, arguments)


_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


def _bound(kind: FieldKind, text: str) -> date | float | str:
    match kind:
        case FieldKind.TIME:
            if not _TIME_OF_DAY.match(text):
                raise ParamError(f"must be a time of day such as 09:30, not '{shown(text)}'")
            return text
        case FieldKind.DATE:
            try:
                return date.fromisoformat(text)
            except ValueError as error:
                raise ParamError(f"must be a date such as 2026-03-01, not '{shown(text)}'") from error
        case FieldKind.NUMBER:
            return any_number(text)
        case FieldKind.SELECT:
            raise ParamError("does not fit a field of type select")
    return whole_number(text)


def _near(fields: Fields, *wanted: str) -> str | None:
    return next((near for entry in fields.node if (near := nearest(entry.key.text, wanted))), None)
