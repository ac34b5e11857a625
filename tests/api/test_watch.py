"""The release that is served: how old it may be, who waits for it, what a write and an outage do."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial

import anyio
import anyio.to_thread
import pytest

from api.release import Held, Watch
from graph.store import Store
from ontology.errors import StoreError


class Changing(Store):
    """A store that another load changes without end: each look finds another state, and takes a while."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.down, self.looks, self.at_once, self.most = seconds, False, 0, 0, 0
        self.began: dict[str, float] = {}
        self.go = threading.Event()
        self.go.set()

    def last_push(self) -> tuple[object, ...]:
        return (time.monotonic_ns(),)

    def sources(self) -> dict[str, str]:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            began = time.monotonic()
            self.looks += 1
            state = {"urn:graph": str(self.looks)}
            self.began[Held(state).name] = began
            time.sleep(self.seconds)
            self.go.wait(20)
            if self.down:
                raise StoreError("The store cannot be reached.")
            return state
        finally:
            self.at_once -= 1


def watched(store: Store, seconds: float, work: Callable[[Watch], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Watch(store, seconds) as watch:
            await work(watch)

    anyio.run(run)


def test_under_load_no_request_waits_and_none_is_told_of_an_older_state() -> None:
    store = Changing(0.1)
    waits: list[float] = []
    ages: list[float] = []

    async def client(watch: Watch) -> None:
        while time.monotonic() < end:
            asked = time.monotonic()
            held = await watch.current()
            waits.append(time.monotonic() - asked)
            ages.append(asked - store.began[held.name])
            await anyio.sleep(0.01)

    async def work(watch: Watch) -> None:
        await watch.current()
        async with anyio.create_task_group() as clients:
            for _ in range(20):
                clients.start_soon(client, watch)

    end = time.monotonic() + 3
    watched(store, 1.0, work)
    assert max(ages) <= 1.0
    assert sum(wait > 0.05 for wait in waits) < len(waits) / 100
    assert store.most == 1
    assert 4 <= store.looks <= 8  # about one each half second


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_a_write_wins_over_a_look_begun_before_it(seconds: float) -> None:
    store = Changing()

    async def work(watch: Watch) -> None:
        store.go.clear()
        async with anyio.create_task_group() as clients:
            clients.start_soon(watch.current)
            await anyio.to_thread.run_sync(_until, lambda: store.looks == 1)
            watch.forget()
            told: list[str] = []

            async def ask() -> None:
                told.append((await watch.current()).name)

            clients.start_soon(ask)
            await anyio.sleep(0.05)
            store.go.set()
        assert told == [Held({"urn:graph": "2"}).name]
        if seconds:
            assert (await watch.current()).name == told[0]

    watched(store, seconds, work)


def test_in_an_outage_the_release_holds_for_its_time_then_one_look_serves_all_that_wait() -> None:
    store = Changing()

    async def work(watch: Watch) -> None:
        first = await watch.current()
        store.down = True
        await anyio.sleep(0.35)
        assert await watch.current() is first  # and the look that this begins fails
        await anyio.sleep(0.1)
        assert watch.known() is first
        assert store.looks == 2
        await anyio.sleep(0.35)
        store.seconds = 0.2
        errors: list[str] = []

        async def ask() -> None:
            with pytest.raises(StoreError) as caught:
                await watch.current()
            errors.append(str(caught.value))

        async with anyio.create_task_group() as clients:
            for _ in range(50):
                clients.start_soon(ask)
        assert len(errors) == 50
        assert store.looks == 3
        store.down = False
        assert (await watch.current()).name == Held({"urn:graph": "4"}).name

    watched(store, 0.6, work)


def test_questions_that_fill_every_thread_do_not_hold_up_a_look() -> None:
    store, go = Changing(), threading.Event()

    async def work(watch: Watch) -> None:
        async with anyio.create_task_group() as questions:
            for _ in range(int(anyio.to_thread.current_default_thread_limiter().total_tokens)):
                questions.start_soon(partial(anyio.to_thread.run_sync, go.wait))
            await anyio.sleep(0)
            try:
                with anyio.fail_after(10):
                    assert (await watch.current()).graphs
            finally:
                go.set()

    watched(store, 1.0, work)


def test_at_the_end_a_look_is_waited_for_and_none_is_left() -> None:
    store = Changing()

    async def work(watch: Watch) -> None:
        await watch.current()
        store.seconds = 0.3
        await anyio.sleep(0.15)
        watch.known()
        await anyio.sleep(0.05)
        assert store.at_once == 1

    watched(store, 0.2, work)
    assert (store.at_once, store.looks) == (0, 2)


def test_a_reader_who_goes_away_does_not_end_the_look_of_others() -> None:
    store = Changing(0.2)

    async def work(watch: Watch) -> None:
        with anyio.move_on_after(0.05):
            await watch.current()
        assert (await watch.current()).name == Held({"urn:graph": "1"}).name

    watched(store, 5.0, work)


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
