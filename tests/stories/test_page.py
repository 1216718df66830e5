"""A newcomer's first minute: the whole desk, on the sandbox's page, in a real browser."""

from contextlib import suppress

import pytest
from playwright.async_api import TimeoutError, expect  # noqa: A004 - what a browser raises

from bot.sandbox.clock import Clock
from tests.sandbox.pages import opened_browser, page_at
from tests.stories.world import world

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOMENT = 1_000  # milliseconds; a step waits for real effects before the next can be asked for


async def test_a_newcomer_writes_claims_answers_and_reads_the_answer(database_url: str) -> None:
    async with (
        world(database_url, Clock()) as here,
        opened_browser() as browser,
        page_at(browser, here.sandbox.page_url) as page,
    ):
        await page.get_by_label("Message as Ada").fill("My order arrived broken")
        await page.get_by_label("Message as Ada").press("Enter")
        phone, channel, thread = (page.get_by_test_id(name) for name in ("phone", "channel", "thread"))
        await expect(phone).to_contain_text("#1001")

        await channel.get_by_role("button", name="Claim").click()
        await expect(channel).to_contain_text("Ben")
        await channel.get_by_test_id("thread-link").first.click()
        await expect(thread).to_contain_text("My order arrived broken")
        await thread.get_by_label("Reply in thread as Ben").fill("A new one is on its way")
        await thread.get_by_label("Reply in thread as Ben").press("Enter")
        await expect(thread.get_by_test_id("reaction-hourglass_flowing_sand")).to_be_visible()
        await page.get_by_role("button", name="Forward by 5 seconds").click()
        await expect(phone).to_contain_text("A new one is on its way")
        await expect(thread.get_by_test_id("reaction-white_check_mark")).to_be_visible()

        await channel.get_by_role("button", name="Resolve").click()
        await expect(phone).to_contain_text("We have solved")
        await page.get_by_label("Message as Ada").fill("It is broken as well")
        await page.get_by_label("Message as Ada").press("Enter")
        await expect(phone).to_contain_text("open again")
        here.sound()


async def test_the_guided_tour_plays_its_story_to_the_end(database_url: str) -> None:
    async with (
        world(database_url, Clock()) as here,
        opened_browser() as browser,
        page_at(browser, here.sandbox.page_url) as page,
    ):
        await page.get_by_test_id("tour").click()
        strip = page.get_by_test_id("tour-strip")
        on, done = (strip.get_by_role("button", name=name, exact=True) for name in ("Next", "Done"))
        await expect(on.or_(done)).to_be_visible()
        while not await done.is_visible():
            with suppress(TimeoutError):
                await on.click(timeout=MOMENT)
        await expect(strip).to_contain_text("Now it is your turn")
        here.sound()


async def test_a_promise_is_missed_escalated_and_seen_to_by_the_clock_of_the_page(database_url: str) -> None:
    promised = [{"name": "Everybody", "first_response": "PT1H", "chain": "late"}]
    async with (
        world(database_url, Clock(), policies=promised) as here,
        opened_browser() as browser,
        page_at(browser, here.sandbox.page_url) as page,
    ):
        channel, thread = (page.get_by_test_id(name) for name in ("channel", "thread"))

        async def goes_on(span: str) -> None:
            await page.get_by_role("button", name=f"Forward by {span}").click()

        async def looks(name: str, place: str) -> None:
            await page.get_by_test_id("acting-as").select_option(here.agent(name).id)
            await page.get_by_test_id(f"place-{place}").click()

        await page.get_by_label("Message as Ada").fill("Where is my parcel?")
        await page.get_by_label("Message as Ada").press("Enter")
        await channel.get_by_role("button", name="Claim").click()
        await channel.get_by_test_id("thread-link").first.click()
        for _ in range(3):
            await goes_on("15 minutes")
        await expect(thread).to_contain_text("@Ben, the first answer is due")
        await goes_on("15 minutes")
        await expect(thread).to_contain_text("and not done")
        await expect(thread).to_contain_text("Who is on it?")
        await looks("Sam", "supervisors")
        await goes_on("5 seconds")
        board = channel.locator("[data-testid^=message-]").first
        await expect(board).to_contain_text("1 first answer is late")
        await goes_on("15 minutes")
        await here.agent("Sam").sees("<!subteam^", thread=await here.card())
        await goes_on("15 minutes")

        escalated = channel.locator("[data-testid^=message-]").filter(has_text="supervisors told")
        await escalated.get_by_role("button", name="Acknowledge").click()
        await expect(escalated).to_contain_text("Sam is on it")
        await looks("Ben", "support")
        await channel.get_by_test_id("thread-link").first.click()
        await thread.get_by_label("Reply in thread as Ben").fill("It comes tomorrow")
        await thread.get_by_label("Reply in thread as Ben").press("Enter")
        await expect(thread.get_by_test_id("reaction-hourglass_flowing_sand")).to_be_visible()
        await goes_on("5 seconds")
        await expect(page.get_by_test_id("phone")).to_contain_text("It comes tomorrow")
        await looks("Sam", "supervisors")
        await expect(escalated).to_contain_text("Over: it was answered")
        await goes_on("1 hour")
        await expect(board).to_contain_text("over. 1 first answer was late")
        await expect(board.get_by_role("button", name="Acknowledge")).to_have_count(0)
        here.sound()


async def test_a_low_rating_a_word_about_it_and_how_easy_it_was_are_on_the_card_of_the_page_and_counted(
    database_url: str,
) -> None:
    asking = {"scale": "1-5", "effort": True, "delay": "PT5S", "quiet": "off"}
    async with (
        world(database_url, Clock(), surveys=asking) as here,
        opened_browser() as browser,
        page_at(browser, here.sandbox.page_url) as page,
    ):
        phone, channel, thread = (page.get_by_test_id(name) for name in ("phone", "channel", "thread"))
        forward = page.get_by_role("button", name="Forward by 5 seconds")
        await page.get_by_label("Message as Ada").fill("My order arrived broken")
        await page.get_by_label("Message as Ada").press("Enter")
        await channel.get_by_role("button", name="Claim").click()
        await expect(channel).to_contain_text("Ben")
        await channel.get_by_test_id("thread-link").first.click()
        await thread.get_by_label("Reply in thread as Ben").fill("A new one is on its way")
        await thread.get_by_label("Reply in thread as Ben").press("Enter")
        await expect(thread.get_by_test_id("reaction-hourglass_flowing_sand")).to_be_visible()
        await forward.click()
        await expect(thread.get_by_test_id("reaction-white_check_mark")).to_be_visible()
        await channel.get_by_role("button", name="Resolve").click()
        await expect(phone).to_contain_text("We have solved")
        await forward.click()
        await expect(phone).to_contain_text("How did we do with")

        await phone.get_by_role("button", name="🙁 2").click()
        await expect(phone).to_contain_text("It was easy to get my problem solved")
        await expect(channel).to_contain_text("🔻 2 of 5")
        await expect(channel).to_contain_text("a customer was let down")
        await phone.get_by_role("button", name="6", exact=True).click()
        await expect(channel).to_contain_text("ease 6 of 7")
        await phone.get_by_role("article").filter(has_text="How did we do with").hover()
        await phone.get_by_role("button", name="Reply to this").last.click()
        await page.get_by_test_id("phone-box").fill("Ben was not quick")
        await page.get_by_test_id("phone-box").press("Enter")
        await expect(channel).to_contain_text("“Ben was not quick”")
        await expect(phone).to_contain_text("the team reads your comment")
        await page.get_by_test_id("channel-box").fill("/desk csat")
        await page.get_by_test_id("channel-box").press("Enter")
        await expect(channel).to_contain_text("0.0 % of 1 rating was good")
        await expect(channel).to_contain_text("1 of 1 found it easy, mean 6.0 of 7")
        here.sound()
