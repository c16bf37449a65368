"""Who must have received what in journeys/offers.wend, told once more: one coroutine a journey.

Each person is lived through alone. A journey is a generator that yields (hours, test): wait at
most that long for an event that passes the test; it is sent that event, or None when the time is
over. Times are hours since the start of the log. Nothing is taken from the engine but the meaning
of the language."""
from collections import Counter

import rows
from convert import START


class Event:
    def __init__(self, at, number, name, properties):
        self.at, self.number, self.name = at, number, name
        self.__dict__.update(properties)


class Instance:
    def __init__(self, journey, entry):
        self.journey, self.entry, self.stage = journey, entry, None
        self.due, self.test, self.flow = None, None, None
        self.aside = None  # what a stage does on an event while it goes on waiting

    def order(self):
        return -self.journey.priority, self.entry.at, self.entry.number, self.journey.name


class Journey:
    priority, window, goal_where = 50, None, staticmethod(lambda instance, event: True)
    only_if, reason, exits_on, exits_on_goal = None, None, (), False

    def may_reenter(self, last, now):
        return True


class Unseen(Journey):
    name, priority, goal, window = "unseen", 60, "Offer Completed", 168
    reason = "age unknown or eighty"

    def enters(self, life, event):
        return event.name == "Offer Received" and event.kind != "informational"

    def only_if(self, life):
        return life.age is not None and life.age < 80

    def may_reenter(self, last, now):
        return now - last["ended"] >= 24

    def goal_where(self, instance, event):
        return event.offer == instance.entry.offer

    def flow(self, life, my, entry):
        def viewed(event):
            return event.name == "Offer Viewed" and event.offer == entry.offer

        my.stage = "waiting"
        if not (yield 36, viewed):
            my.stage = "remind"
            sent = life.send(my, "push", "offer_reminder", offer=entry.offer, reward=entry.reward)
            if sent and not (yield 72, viewed):
                return "never looked"
        my.stage = "seen"
        my.aside = self.basket
        done = yield 60, lambda e: e.name == "Offer Completed" and e.offer == entry.offer
        my.aside = None
        if not done:
            my.stage = "close"
            life.send(my, "email", "last_days", offer=entry.offer)

    @staticmethod
    def basket(life, my, event):
        if event.name == "Transaction" and event.amount >= 20:
            return lambda: life.send(my, "email", "big_basket", amount=event.amount)


class Spender(Journey):
    name, priority, goal, window = "spender", 40, "Transaction", 24

    def enters(self, life, event):
        return event.name == "Transaction" and life.spent(event.at) >= 50

    def may_reenter(self, last, now):
        return now - last["entered"] >= 168

    def flow(self, life, my, entry):
        my.stage = "thank"
        yield 12, None
        life.send(my, "email", "good_week", spent=life.spent(life.now))


class Informed(Journey):
    name, goal, window = "informed", "Transaction", 72
    exits_on, exits_on_goal = ("Offer Completed",), True

    def enters(self, life, event):
        return event.name == "Offer Received" and event.kind == "informational"

    def goal_where(self, instance, event):
        return event.amount >= 5

    def flow(self, life, my, entry):
        my.stage = "patience"
        yield 48, None
        life.send(my, "push", "news")
        yield 96, None


JOURNEYS = (Unseen(), Spender(), Informed())


class Life:
    """One person from the first event to the horizon."""

    def __init__(self, who, traits, actions, decisions):
        self.who, self.age, self.consent = who, traits.get("age"), traits["consent"]
        self.actions, self.decisions = actions, decisions
        self.now, self.past, self.sent = 0, [], []
        self.inside, self.last, self.watched = {}, {}, []

    def decide(self, journey, what, outcome, kind=None, detail=None):
        self.decisions[self.now, self.who, journey.name, what, outcome, kind, detail] += 1

    def spent(self, now):
        return sum(e.amount for e in self.past if e.name == "Transaction" and e.at > now - 168)

    def refusal(self, channel):
        if not self.consent:
            return "consent", None
        done = sum(e.name == "Offer Completed" and e.at > self.now - 48 for e in self.past)
        if done >= 2:
            return "suppressed", "busy with offers already"
        full = self.full("promotional to 3 per 7d", 3, 168, ("email", "push"))
        if channel == "push":
            full += self.full("push to 1 per 72h", 1, 72, ("push",))
        if not full:
            return None, None
        room = max(room for _, _, room in full)  # when all that are full have room
        labels = "; also ".join([f"{full[0][1]}, room at {room}", *(f[0] for f in full[1:])])
        return "limit", labels

    def full(self, label, most, window, channels):
        """A limit that has no room: its label, what is said of it if it is the first, and when it
        has room again."""
        times = [at for at, on in self.sent if on in channels and at > self.now - window]
        if len(times) < most:
            return []
        room = int(START.timestamp()) + 3600 * (times[-most] + window)
        return [(label, f"{label}: {len(times)} of {most}", room)]

    def send(self, my, channel, message, **params):
        kind, detail = self.refusal(channel)
        self.decide(my.journey, "send", "suppressed" if kind else "sent", kind,
                    detail or f"{channel} {message}")
        if kind:
            return False
        self.sent.append((self.now, channel))
        self.actions[self.now, self.who, my.journey.name, my.stage, channel, message,
                     "promotional", self.who, rows.params(params)] += 1
        return True

    def go_on(self, my, event):
        """Wake an instance with an event, or with None because its time has come or it is new."""
        try:
            length, my.test = my.flow.send(event)
            my.due = self.now + length
        except StopIteration as end:
            if end.value:
                self.leave(my, "exit", "exited", "statement", end.value)
            else:
                self.leave(my, "finish", "finished")

    def leave(self, my, what, outcome, kind=None, detail=None):
        self.decide(my.journey, what, outcome, kind, detail)
        del self.inside[my.journey.name]
        self.last[my.journey.name] = {"ended": self.now, "entered": my.entry.at}

    def timers(self, until):
        """All that is due up to `until`, that time included."""
        while True:
            waits = [(my.due, 0, my.order(), my) for my in self.inside.values()]
            goals = [(my.entry.at + my.journey.window, 1, my.order(), my) for my in self.watched]
            due = min(waits + goals, key=lambda one: one[:3], default=None)
            if due is None or due[0] > until:
                return
            self.now, my = due[0], due[3]
            if due[1]:
                self.watched.remove(my)
                self.decide(my.journey, "goal", "expired")
            else:
                self.go_on(my, None)

    def goals(self, event):
        """Convert what is watched; whom that leads out leaves."""
        for my in list(self.watched):
            if event.name == my.journey.goal and my.journey.goal_where(my, event):
                self.watched.remove(my)
                self.decide(my.journey, "goal", "converted")
                if my.journey.exits_on_goal and self.inside.get(my.journey.name) is my:
                    self.leave(my, "exit", "exited", "goal")

    def meet(self, event):
        self.now = event.at
        self.past.append(event)
        self.goals(event)
        for my in list(self.inside.values()):
            if event.name in my.journey.exits_on:
                self.leave(my, "exit", "exited", "event")
        todo = []
        for my in self.inside.values():
            if my.test and my.test(event):
                todo.append((my.order(), lambda my=my: self.go_on(my, event)))
            elif my.aside and (act := my.aside(self, my, event)):
                todo.append((my.order(), act))
        for journey in JOURNEYS:
            if journey.enters(self, event) and self.admitted(journey):
                my = Instance(journey, event)
                todo.append((my.order(), lambda my=my: self.begin(my)))
        for _, act in sorted(todo, key=lambda one: one[0]):
            act()

    def admitted(self, journey):
        last = self.last.get(journey.name)
        if journey.name in self.inside:
            self.decide(journey, "entry", "refused", "inside")
        elif last and not journey.may_reenter(last, self.now):
            self.decide(journey, "entry", "refused", "reenter")
        elif journey.only_if and not journey.only_if(self):
            self.decide(journey, "entry", "refused", "only_if", journey.reason)
        else:
            return True
        return False

    def begin(self, my):
        self.decide(my.journey, "entry", "entered")
        self.inside[my.journey.name] = my
        self.watched.append(my)
        my.flow = my.journey.flow(self, my, my.entry)
        self.go_on(my, None)


def live(people, histories):
    """Actions and decisions of everyone. `histories` has the events of each, in order."""
    actions, decisions = Counter(), Counter()
    horizon = max(events[-1].at for events in histories.values())
    for who, events in histories.items():
        life = Life(who, people[who], actions, decisions)
        for event in events:
            life.timers(event.at - 1)  # what is due at this very hour comes after the event
            life.meet(event)
        life.timers(horizon)
    return actions, decisions
