"""Every order in which two senders, a relay and a probe can meet, walked through.

The model takes its decisions from `notifier.domain`; what it adds is the world: processes that are
killed or stopped and wake up, connections that break, a relay that decides in its own time.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from notifier.domain import (
    CUT,
    DROPPED,
    GIVEN_BACK,
    SILENT,
    WAITING,
    Outcome,
    Reason,
    Sighting,
    State,
    after_bounce,
    after_probe,
    after_reply,
)

ENDS = (State.SENT, State.FAILED, State.DOUBT, State.BOUNCED)


@dataclass(frozen=True)
class Sender:
    """`step` is what it did last; `text` and `dot` are what the relay holds of it."""

    step: str = "idle"
    attempt: int = 0
    stopped: bool = False
    text: bool = False
    dot: bool = False
    answer: int = 0


@dataclass(frozen=True)
class World:
    state: State = State.PENDING
    attempt: int = 0
    owner: int = -1
    reason: Reason | None = None
    accepted: int = 0
    refused: bool = False
    senders: tuple[Sender, ...] = (Sender(), Sender())


@dataclass(frozen=True)
class Rules:
    """What the protocol insists on; each can be switched off to see what it is good for."""

    marker: bool = True
    fence: bool = True
    guard: bool = True
    probe: bool = True
    # Where the walk ends.
    attempts: int = 2
    decide: Callable[[Sighting, Reason | None, str], Outcome] = after_probe


def with_sender(world: World, n: int, **changed: object) -> World:
    senders = list(world.senders)
    senders[n] = replace(senders[n], **changed)  # type: ignore[arg-type]
    return replace(world, senders=tuple(senders))


def concluded(world: World, n: int, outcome: Outcome, rules: Rules) -> World:
    """The guarded update of an owner; then it is free for the next letter."""
    mine = world.owner == n and world.attempt == world.senders[n].attempt
    in_hand = world.state in (State.CLAIMED, State.HANDOFF)
    if not rules.guard or (mine and in_hand):
        world = replace(world, state=outcome.state, reason=outcome.reason)
    return with_sender(world, n, step="idle", text=False, answer=0)


def sender_moves(world: World, n: int, rules: Rules) -> Iterator[World]:
    sender = world.senders[n]
    if sender.stopped:
        yield with_sender(world, n, stopped=False)
        return
    if sender.step != "idle":
        yield with_sender(world, n, stopped=True)
        # Killed: the relay goes on with a dot that it has, and forgets a text without one.
        yield with_sender(world, n, step="idle", text=False, answer=0)
    if sender.step == "idle" and world.state in WAITING and world.attempt < rules.attempts:
        attempt = world.attempt + 1
        claimed = replace(world, state=State.CLAIMED, owner=n, attempt=attempt, reason=None)
        yield with_sender(claimed, n, step="claimed", attempt=attempt)
    if sender.step == "claimed":
        yield with_sender(world, n, step="ready", text=True)
        yield concluded(world, n, after_reply(451, ""), rules)
        yield concluded(replace(world, refused=True), n, after_reply(550, ""), rules)
    if sender.step == "ready":
        yield from hand_off(world, n, rules)
    if sender.step == "handed":
        yield with_sender(world, n, step="waits", text=False, dot=sender.text)
        # It found that it had been stopped for too long, and keeps its dot.
        yield concluded(world, n, DROPPED, rules)
    if sender.step == "waits":
        yield from answered(world, n, rules)


def hand_off(world: World, n: int, rules: Rules) -> Iterator[World]:
    mine = world.owner == n and world.attempt == world.senders[n].attempt
    if not rules.marker:
        yield with_sender(world, n, step="handed")
    elif not rules.guard or (mine and world.state is State.CLAIMED):
        yield with_sender(replace(world, state=State.HANDOFF), n, step="handed")
    else:
        yield with_sender(world, n, step="idle", text=False)


def answered(world: World, n: int, rules: Rules) -> Iterator[World]:
    sender = world.senders[n]
    if sender.answer:
        yield concluded(world, n, after_reply(sender.answer, "queue id"), rules)
    elif sender.dot:
        yield concluded(world, n, SILENT, rules)
    if rules.marker:
        yield concluded(world, n, CUT, rules)


def relay_moves(world: World, n: int) -> Iterator[World]:
    sender = world.senders[n]
    if sender.dot:
        there = 250 if sender.step == "waits" else 0
        accepted = replace(world, accepted=world.accepted + 1)
        yield with_sender(accepted, n, dot=False, answer=there)
        if there:
            yield with_sender(world, n, dot=False, answer=451)
            yield with_sender(replace(world, refused=True), n, dot=False, answer=550)
    if sender.text:
        # Idle for too long: it hangs up and forgets.
        yield with_sender(world, n, text=False)


def other_moves(world: World, rules: Rules) -> Iterator[World]:
    if world.state is State.CLAIMED:
        # The lease.
        yield replace(world, state=GIVEN_BACK.state)
    if world.state is State.HANDOFF and (not rules.fence or fence_has_passed(world)):
        sighting = Sighting.SEEN if world.accepted else Sighting.NOT_SEEN
        if not rules.probe:
            sighting = Sighting.UNKNOWN
        outcome = rules.decide(sighting, world.reason, "")
        yield replace(world, state=outcome.state, reason=outcome.reason)
    for hard in (True, False) if world.accepted else ():
        # Somebody further on reports, at any time.
        told = after_bounce(world.state, "5.1.1", hard=hard)
        if told is not None:
            yield replace(world, state=told.state, reason=told.reason)


def fence_has_passed(world: World) -> bool:
    """By then the relay has hung up on the owner and decided, unless it was seen to be slower."""
    owner = world.senders[world.owner]
    if world.reason is Reason.SILENT:
        return True
    return not (owner.attempt == world.attempt and (owner.text or owner.dot or owner.answer))


def moves(world: World, rules: Rules) -> Iterator[World]:
    for n in range(len(world.senders)):
        yield from sender_moves(world, n, rules)
        yield from relay_moves(world, n)
    yield from other_moves(world, rules)


def explore(rules: Rules) -> dict[World, set[World]]:
    """Every world that can be reached, and where each can lead."""
    start = World()
    reached: dict[World, set[World]] = {}
    waiting = deque([start])
    while waiting:
        world = waiting.popleft()
        if world in reached:
            continue
        reached[world] = set(moves(world, rules))
        # What is twice is twice; there is nothing more to learn from there.
        waiting.extend(after for after in reached[world] if after.accepted < 2)
        for after in reached[world]:
            if after.accepted >= 2:
                reached.setdefault(after, set())
    return reached


def sent_twice(worlds: dict[World, set[World]]) -> bool:
    return any(world.accepted > 1 for world in worlds)


def lost(worlds: dict[World, set[World]]) -> bool:
    """The books say that it went out, or that it was refused, and neither is true."""
    return any(
        (world.state in (State.SENT, State.BOUNCED) and not world.accepted)
        or (world.state is State.FAILED and not world.refused)
        for world in worlds
    )


def stuck(worlds: dict[World, set[World]], attempts: int) -> list[World]:
    """Worlds from which no end can be reached any more, the limit of the walk aside."""
    before: dict[World, set[World]] = {world: set() for world in worlds}
    for world, after in worlds.items():
        for next_ in after:
            before[next_].add(world)
    good = {w for w in worlds if w.state in ENDS or w.attempt >= attempts}
    waiting = deque(good)
    while waiting:
        for world in before[waiting.popleft()] - good:
            good.add(world)
            waiting.append(world)
    return [world for world in worlds if world not in good]


@pytest.fixture(scope="module")
def worlds() -> dict[World, set[World]]:
    return explore(Rules(attempts=3))


def test_no_letter_goes_twice_whatever_is_killed_stopped_or_cut(
    worlds: dict[World, set[World]],
) -> None:
    assert len(worlds) > 1000
    assert not sent_twice(worlds)


def test_no_letter_is_lost_or_believed_sent_without_a_relay_that_took_it(
    worlds: dict[World, set[World]],
) -> None:
    assert not lost(worlds)


def test_from_everywhere_some_way_leads_to_an_end(worlds: dict[World, set[World]]) -> None:
    assert stuck(worlds, attempts=3) == []


def test_a_letter_stopped_in_its_window_still_gets_sent(worlds: dict[World, set[World]]) -> None:
    assert any(w.state is State.SENT and w.attempt == 2 for w in worlds)


def test_without_a_probe_what_is_open_comes_before_a_person_and_never_twice() -> None:
    worlds = explore(Rules(probe=False))
    assert any(world.state is State.DOUBT for world in worlds)
    assert not sent_twice(worlds)
    assert not lost(worlds)


def test_without_the_fence_a_sender_that_wakes_up_sends_a_second_letter() -> None:
    assert sent_twice(explore(Rules(fence=False)))


def test_without_the_marker_a_lease_that_ends_sends_a_second_letter() -> None:
    assert sent_twice(explore(Rules(marker=False)))


def test_without_the_guard_a_late_owner_overwrites_what_others_found_out() -> None:
    worlds = explore(Rules(guard=False))
    assert sent_twice(worlds) or lost(worlds)


def test_believing_a_slow_relay_that_has_not_seen_it_sends_a_second_letter() -> None:
    def trusting(sighting: Sighting, reason: Reason | None, evidence: str) -> Outcome:
        return after_probe(sighting, None, evidence)

    assert sent_twice(explore(Rules(decide=trusting)))


def test_taking_every_letter_in_the_window_for_sent_loses_some() -> None:
    def hopeful(sighting: Sighting, reason: Reason | None, evidence: str) -> Outcome:
        return after_probe(Sighting.SEEN, reason, evidence)

    assert lost(explore(Rules(decide=hopeful)))


def test_a_report_ends_every_doubt(worlds: dict[World, set[World]]) -> None:
    doubts = [world for world in worlds if world.state is State.DOUBT and world.accepted]
    assert doubts
    for world in doubts:
        assert State.SENT in {after.state for after in worlds[world]}
