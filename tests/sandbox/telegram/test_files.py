import aiohttp
import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest

from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


async def test_a_file_from_a_customer_can_be_fetched_whole(bot: Bot, ada: Person) -> None:
    await ada.sends_document("invoice.pdf", b"%PDF \x00\xff", "the invoice", mime="application/pdf")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("invoice.pdf", "application/pdf")
    assert message.caption == "the invoice"
    file = await bot.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF \x00\xff"


async def test_a_photo_comes_in_sizes_and_an_album_in_messages(bot: Bot, ada: Person) -> None:
    await ada.sends_photo(b"one", "both", album="a")
    await ada.sends_photo(b"two", album="a")
    first, second = [update.message for update in (await bot.get_updates())[1:]]
    assert first is not None
    assert second is not None
    assert [size.width for size in first.photo] == [90, 800]
    assert first.media_group_id == second.media_group_id == "a"
    assert (first.caption, second.caption) == ("both", None)
    assert ada.chat[-1].file == "photo"


async def test_the_bot_uploads_and_sends_again_by_id(bot: Bot, ada: Person) -> None:
    sent = await bot.send_document(ada.id, InputFile(b"data", "a.txt"), caption="<i>see</i>", parse_mode="HTML")
    assert sent.document is not None
    assert sent.caption_entities[0].type == "italic"
    again = await bot.send_document(ada.id, sent.document.file_id)
    assert again.document == sent.document
    photo = await bot.send_photo(ada.id, b"jpeg")
    assert photo.photo[-1].file_size == 4
    assert [(seen.file, seen.html) for seen in ada.chat[1:]] == [("a.txt", "<i>see</i>"), ("a.txt", ""), ("photo", "")]
    await sent.edit_caption("new words")
    assert ada.chat[1].text == "new words"


async def test_a_file_of_more_than_twenty_megabytes_cannot_be_fetched(bot: Bot, ada: Person) -> None:
    message = await ada.sends_document("film.mp4", size=(20 << 20) + 1)
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message["document"]["file_id"])


async def test_a_bad_file_is_refused(api: Calls, ada: Person) -> None:
    said = await api.refusal("sendPhoto", chat_id=ada.id, photo="unknown")
    assert said.startswith("Bad Request: wrong remote file identifier")
    assert await api.refusal("sendPhoto", chat_id=ada.id) == "Bad Request: there is no photo in the request"
    document = (await ada.sends_document("a.txt"))["document"]["file_id"]
    said = await api.refusal("sendPhoto", chat_id=ada.id, photo=document)
    assert said == "Bad Request: can't use file of type Document as Photo"
    said = await api.refusal("sendDocument", chat_id=ada.id, document=document, caption="x" * 1025)
    assert said == "Bad Request: message caption is too long"
    assert await api.refusal("getFile", file_id="x") == "Bad Request: invalid file_id"


async def test_a_multipart_body_may_name_its_file(api: Calls, ada: Person) -> None:
    body = aiohttp.FormData()
    body.add_field("chat_id", str(ada.id))
    body.add_field("document", "attach://part")
    body.add_field("part", b"data", filename="b.txt", content_type="text/plain")
    status, answer = await api.form("sendDocument", body)
    assert status == 200
    assert answer["result"]["document"]["mime_type"] == "text/plain"


async def test_a_path_that_leads_nowhere_and_a_wrong_token_find_nothing(server: TelegramServer, ada: Person) -> None:
    await ada.sends_document("a.txt")
    async with aiohttp.ClientSession() as session:
        for address, status in (
            (f"{server.url}/file/bot{server.token}/documents/file_1.txt", 200),
            (f"{server.url}/file/bot{server.token}/documents/file_2.txt", 404),
            (f"{server.url}/file/bot1:wrong/documents/file_1.txt", 404),
        ):
            async with session.get(address) as answer:
                assert answer.status == status


async def test_sounds_and_films_are_sent_as_such_and_come_as_such(bot: Bot, ada: Person) -> None:
    voice = await bot.send_voice(ada.id, InputFile(b"opus", "v.ogg"))
    audio = await bot.send_audio(ada.id, InputFile(b"mp3", "song.mp3"))
    video = await bot.send_video(ada.id, InputFile(b"mp4", "film.mp4"), caption="see")
    assert voice.voice is not None
    assert audio.audio is not None
    assert video.video is not None
    assert [(seen.file, seen.text) for seen in ada.chat[1:]] == [("voice", ""), ("song.mp3", ""), ("film.mp4", "see")]
    await ada.sends("animation", b"gif", "look", name="a.mp4")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.animation is not None
    assert message.document is not None
    assert bytes(await (await message.animation.get_file()).download_as_bytearray()) == b"gif"
