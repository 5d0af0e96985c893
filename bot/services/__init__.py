"""The use cases, one class for each story. They tell the domain what happened and put messages into the outbox."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bot.db.installations import Installations
from bot.db.work import Database
from bot.services.access import Access
from bot.services.amendments import Amendments
from bot.services.calendar_files import CalendarFiles
from bot.services.check_ins import CheckIns
from bot.services.coach import Coach
from bot.services.common_ground import CommonGround
from bot.services.company import CompanySettings
from bot.services.conversation import Conversation
from bot.services.doors import Doors
from bot.services.endings import Endings
from bot.services.files import Files, Maker
from bot.services.goals import Goals
from bot.services.hand_overs import HandOvers
from bot.services.home import HomePage
from bot.services.keeping import Keeping
from bot.services.leads import Leads
from bot.services.ledger import Ledger
from bot.services.measures import ConfidenceSurvey
from bot.services.nudges import Nudges
from bot.services.patterns import Patterns
from bot.services.pauses import Pauses
from bot.services.people import LookUp, People
from bot.services.periods import PeriodRules
from bot.services.pledges import Pledges
from bot.services.records import Records
from bot.services.rehearsals import Rehearsals
from bot.services.roll import Roll
from bot.services.signals import Signals
from bot.services.standards import Standards
from bot.services.stewards import Stewards
from bot.services.tours import Tours
from bot.services.turns import Turns
from bot.services.wishes import Wishes
from bot.services.wordings import Wordings
from bot.services.workspaces import Workspaces
from bot.services.writing import Writing


@dataclass(frozen=True)
class Services:
    """Every use case, under the name by which a listener asks for it."""

    tours: Tours
    amendments: Amendments
    pauses: Pauses
    hand_overs: HandOvers
    goals: Goals
    check_ins: CheckIns
    coach: Coach
    ledger: Ledger
    turns: Turns
    wishes: Wishes
    rehearsals: Rehearsals
    confidence: ConfidenceSurvey
    nudges: Nudges
    patterns: Patterns
    people: People
    periods: PeriodRules
    home: HomePage
    conversation: Conversation
    workspaces: Workspaces
    standards: Standards
    stewards: Stewards
    access: Access
    files: Files
    company: CompanySettings
    signals: Signals
    keeping: Keeping
    common_ground: CommonGround
    pledges: Pledges
    wordings: Wordings
    leads: Leads
    doors: Doors
    endings: Endings

    @classmethod
    def over(
        cls,
        database: Database,
        look_up: LookUp,
        workspaces: Workspaces | None = None,
        public_url: str | None = None,
    ) -> Services:
        """Return all use cases on one database. `look_up` asks Slack who somebody is.

        `public_url` is where browsers reach this server; without it there are no links to files.
        """
        people = People(database, look_up)
        keeping = Keeping(database)
        writing = Writing()
        records = Records(database, writing)
        makers: dict[str, Maker] = {
            "mine_html": keeping.as_html,
            "mine_json": keeping.as_json,
            "record_html": records.html,
            "record_md": records.markdown,
            "record_json": records.data,
            "talk_ics": CalendarFiles(database, writing).talk,
            "tours_csv": Roll(database).as_csv,
        }
        return cls(
            tours=Tours(database),
            amendments=Amendments(database),
            pauses=Pauses(database),
            hand_overs=HandOvers(database),
            goals=Goals(database),
            check_ins=CheckIns(database),
            coach=Coach(database),
            ledger=Ledger(database),
            turns=Turns(database),
            wishes=Wishes(database),
            rehearsals=Rehearsals(database),
            confidence=ConfidenceSurvey(database),
            nudges=Nudges(database),
            patterns=Patterns(database),
            people=people,
            periods=PeriodRules(database),
            home=HomePage(database),
            conversation=Conversation(database),
            workspaces=workspaces or Workspaces(Installations(database.engine)),
            standards=Standards(database),
            stewards=Stewards(database, people),
            access=Access(database),
            files=Files(database, makers, public_url),
            company=CompanySettings(database, people),
            signals=Signals(database),
            keeping=keeping,
            common_ground=CommonGround(database),
            pledges=Pledges(database),
            wordings=Wordings(database),
            leads=Leads(database),
            doors=Doors(database),
            endings=Endings(database),
        )

    @classmethod
    def names(cls) -> list[str]:
        """Return the names that listeners may ask for."""
        return [field.name for field in fields(cls)]

    def by_name(self) -> dict[str, object]:
        """Return each use case under its name."""
        return {name: getattr(self, name) for name in self.names()}
