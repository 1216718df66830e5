"""The emoji this workspace knows: Slack's short names and their characters.

Not all of Slack's, but those a desk uses; a reaction with any other name is `invalid_name`, as a mistyped one is.
"""

_TABLE = """
+1 👍  -1 👎  100 💯  airplane ✈  alarm_clock ⏰  ambulance 🚑  angry 😠  arrow_down ⬇
arrow_forward ▶  arrow_left ⬅  arrow_right ➡  arrow_up ⬆  arrows_counterclockwise 🔄
baby 👶  ballot_box_with_check ☑  bangbang ‼  bar_chart 📊  beers 🍻  bell 🔔  black_circle ⚫
black_large_square ⬛  blush 😊  book 📖  bookmark 🔖  books 📚  boom 💥  broken_heart 💔  bug 🐛
bulb 💡  busstop 🚏  bust_in_silhouette 👤  busts_in_silhouette 👥  cake 🍰  calendar 📆  car 🚗
card_index 📇  card_index_dividers 🗂  cat 🐱  chart_with_downwards_trend 📉
chart_with_upwards_trend 📈  checkered_flag 🏁  clap 👏  clipboard 📋  closed_lock_with_key 🔐
cloud ☁  coffee ☕  computer 💻  construction 🚧  cool 🆒  crown 👑  cry 😢  date 📅
disappointed 😞  dizzy 💫  dog 🐶  double_vertical_bar ⏸  earth_africa 🌍  end 🔚
envelope ✉  evergreen_tree 🌲  exclamation ❗  eyes 👀  family 👪  fast_forward ⏩
file_cabinet 🗄  file_folder 📁  fire 🔥  five 5️⃣  flag-cn 🇨🇳  flag-de 🇩🇪  flag-gb 🇬🇧
flag-pl 🇵🇱  flag-tr 🇹🇷  flag-tw 🇹🇼  four 4️⃣  free 🆓  gear ⚙  ghost 👻  gift 🎁
globe_with_meridians 🌐  grey_exclamation ❕  grey_question ❔  grin 😁  hammer 🔨  handshake 🤝
heart ❤  heavy_check_mark ✔  heavy_minus_sign ➖  heavy_multiplication_x ✖
heavy_plus_sign ➕  hospital 🏥  hourglass ⌛  hourglass_flowing_sand ⏳  house 🏠
inbox_tray 📥  incoming_envelope 📨  information_source ℹ  innocent 😇  iphone 📱  joy 😂
key 🔑  label 🏷  large_blue_circle 🔵  large_blue_diamond 🔷  large_green_circle 🟢
large_green_square 🟩  large_orange_circle 🟠  large_orange_diamond 🔶  large_purple_circle 🟣
large_red_square 🟥  large_yellow_circle 🟡  left_speech_bubble 🗨
leftwards_arrow_with_hook ↩  link 🔗  lock 🔒  loud_sound 🔊  loudspeaker 📢  mag 🔍
mag_right 🔎  man 👨  mega 📣  memo 📝  muscle 💪  mute 🔇  negative_squared_cross_mark ❎
neutral_face 😐  new 🆕  newspaper 📰  no_bell 🔕  no_entry ⛔  no_entry_sign 🚫
octagonal_sign 🛑  office 🏢  ok_hand 👌  older_man 👴  older_woman 👵  one 1️⃣
open_file_folder 📂  outbox_tray 📤  package 📦  page_facing_up 📄  paperclip 📎  pencil2 ✏
phone ☎  pizza 🍕  point_left 👈  point_right 👉  poop 💩  pray 🙏  pushpin 📌  question ❓
rage 😡  raised_hands 🙌  raising_hand 🙋  recycle ♻  red_circle 🔴  relieved 😌  repeat 🔁
rewind ⏪  robot_face 🤖  rocket 🚀  rotating_light 🚨  round_pushpin 📍  scroll 📜
see_no_evil 🙈  seedling 🌱  shield 🛡  skull 💀  sleeping 😴  slightly_frowning_face 🙁
slightly_smiling_face 🙂  small_red_triangle 🔺  smile 😄  snowflake ❄  sob 😭  soon 🔜  sos 🆘
sparkles ✨  speech_balloon 💬  spiral_calendar_pad 🗓  star ⭐  star2 🌟  stopwatch ⏱
sunglasses 😎  sunny ☀  sweat_smile 😅  tada 🎉  tea 🍵  telephone_receiver 📞  thinking_face 🤔
thought_balloon 💭  thread 🧵  three 3️⃣  ticket 🎫  timer_clock ⏲  top 🔝
triangular_flag_on_post 🚩  trophy 🏆  two 2️⃣  umbrella ☂  unlock 🔓
vertical_traffic_light 🚦  warning ⚠  wastebasket 🗑  watch ⌚  wave 👋  white_check_mark ✅
white_circle ⚪  white_frowning_face ☹️  white_large_square ⬜  wink 😉  woman 👩  wrench 🔧
x ❌  zap ⚡  zzz 💤
"""

CHARACTERS: dict[str, str] = dict(zip(_TABLE.split()[::2], _TABLE.split()[1::2], strict=True))
ALIASES = {
    "thumbsup": "+1",
    "thumbsdown": "-1",
    "email": "envelope",
    "pencil": "memo",
    "stop_sign": "octagonal_sign",
}
NAMES: dict[str, str] = {character.removesuffix("\ufe0f"): name for name, character in CHARACTERS.items()}


def known(name: str) -> str | None:
    """The name Slack keeps for it, or None if there is no such emoji."""
    plain, _, tone = name.partition("::")
    stored = ALIASES.get(plain, plain)
    return (f"{stored}::{tone}" if tone else stored) if stored in CHARACTERS else None


def code_points(name: str) -> str:
    """As in rich text: `1f44b`, `2708-fe0f`."""
    return "-".join(f"{ord(sign):x}" for sign in CHARACTERS[name])
