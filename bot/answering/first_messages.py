"""What people write to a bot that is no question about what was said: help, test, ok, thanks.

Also questions about the session itself, which its own data answers. A message is one of these only
when nothing else is in it; it is compared without what stands between words.
"""

import re

from bot.answering.outcome import Remark

# In all lists, Latin words that belong together are joined by "_".

# Around any of them.
_FILLING = """
を教えて 教えて おしえて を知りたい が知りたい 知りたい がわからない がわかりません がわからん
わからない わかんない わからん を説明して を見せて を見たい ください 下さい お願いします お願い
おねがいします
おねがい よろしく よろしくお願いします です でーす でした ます ですか でしょうか なの なのか
なんですか かな かね のか とは って は が を の に で と も よ ね か な なに 何 何ですか
すみません ごめん ごめんなさい あの えっと ねえ ねぇ ちょっと まず bot ボット ぼっと さん くん
ちゃん 今日 本日 今朝 今夜 今回 いつも 引き続き 今後 これから みなさん 皆さん 皆様 みんな
だ だな だなあ だね だよ だよね だわ なあ なー よね んだ んです んだけど んだが んですが
んですけど ので だから ですから この その これ それ please pls plz bot everyone everybody all guys
folks there team me
us i you u
this that it the today tonight a an is are am was do does to so well ok okay
hmm um and or now just sir mate man dude friend really very much lot alot again world
"""

_HELP = """
ヘルプ へるぷ 使い方 つかいかた 遣い方 使いかた 使用方法 操作方法 操作 利用方法 取扱説明書 説明書
マニュアル できること 出来ること 何ができる 何ができます 何が出来る 何が出来ます なにができる
なにができます 何してくれる 何をしてくれる 何ができるの なにができるの どう使う どう使うの
どう使えば どう使えばいい どう使えばいいですか どうやって使う どうやって使うの どうやって使います
どうやって使えばいい どうすればいい どうしたらいい どうやるの コマンド コマンド一覧 機能一覧
やり方 やりかた 質問の仕方 聞き方 質問方法 なにこれ 何これ これ何 これなに あなたは誰 あなたは何
あなたは何者 あなたは誰ですか あなた誰 君は誰 きみは誰 君誰 きみだれ お前は誰 お前誰 おまえだれ
誰ですか だれですか どなたですか どなた どちら様 どちらさま 何者 何者ですか 自己紹介 自己紹介して
自己紹介してください お名前は 名前は 名前は何 お名前 きみなまえなんていうの 名前なんていうの
なまえは なまえ 人間ですか 人間なの 人間 ロボットですか aiですか aiなの あなたはai 君って人間なの
それともai あなた きみ 君 はじめまして 初めまして こんにちは こんにちわ こんばんは こんばんわ
おはよう おはようございます おはよ やあ やっほー やほ ハロー はろー もしもし どうも
よろしくお願いいたします よろしくお願い致します お世話になっております 起動 起きてる いますか いる
聞こえる 聞こえますか 動いてる 動いてますか 生きてる 生きてますか 元気 元気ですか 元気してた help
help_me halp usage how_to how_to_use how_do_i_use how_can_i_use how_do_you_use how_do_we_use
how_does how_does_this_work how_does_it_work how_do_you_work how_do_this_work what_can
what_can_you_do what_can_i_do what_can_this_bot_do what_can_i_ask what_should_i_ask what_do_you_do
what_does_this_do what_does_this_bot_do what_are_you what_is_this whats_this what_is_this_bot
what_is_your_name whats_your_name your_name who_are_you whoru who_is_this whos_this who_made_you
are_you_a_bot are_you_human are_you_real a_real_person are_you_ai are_you_a_robot are_you_there
can_you_help can_you_help_me i_need_help need_help command commands instruction instructions
manual guide info information about start menu options get_started getting_started introduction
introduce_yourself hello helo hallo hi hii hey heyy yo hiya heya howdy greetings good_morning
good_afternoon good_evening good_day morning evening sup whats_up wassup wazzup how_are_you
how_are_you_doing hows_it_going how_is_it_going how_do_you_do nice_to_meet_you im_new_here im_new
i_am_new new_here anyone_there
wake_up what_else_can_you_do
"""

_THANKS = """
ありがとう ありがとうございます ありがとうございました ありがとね ありがと ありがたい あざす
あざっす あざます あざーす サンキュー さんきゅー サンキュ さんきゅ 感謝 感謝です 感謝します
助かりました 助かった たすかった 助かる すごい助かった 助かります どうもありがとう 恐れ入ります
お疲れ様 お疲れさま おつかれ おつかれさま お疲れ お疲れ様です お疲れさまです お疲れ様でした
お疲れさまでした ご苦労様 ご苦労さま さようなら さよなら またね またな じゃあね じゃね バイバイ
ばいばい おやすみ おやすみなさい ナイス いい仕事 thanks thank_you thank thankss thx thnx thanx ty
tysm tyvm cheers appreciated much_appreciated i_appreciate_it good_bot good_job nice_work
good_work great_work great_job well_done youre_awesome awesome you_are_the_best bye byebye goodbye
cya see_you see_ya see_you_later good_night gn night_night take_care thats_all that_is_all
in_advance for_the_help for_your_help for_helping for_that for_this for_info for_the_answer
for_your_time
"""

_NOTHING = """
テスト テスト中 テスト投稿 テスト送信 てすと テステス てすてす テステステス 動作確認 接続テスト
はい いいえ うん ううん うーん ええ おけ おっけー オッケー オーケー おーけー 了解 了解です
了解しました りょ りょうかい りょーかい 承知 承知しました かしこまりました わかった わかりました
分かった 分かりました なるほど なるほどね なるほどです へえ へー ほう ほー ふーん ふむ ふむふむ
そう そうなんだ そうなの そうですか そうですね そうだね そっか そうか そうかも それな それはそう
たしかに 確かに わかる わかりみ 同意 同感 本当 本当に 本当ですか 本当かな ほんと ほんとう ほんとに
ほんま まじ まじで まじか マジ マジで マジか うそ 嘘 ウソ すごい すげー すごっ すごいね やばい
やば いいね いいですね 良い 最高 えらい すばらしい 素晴らしい おもしろい 面白い 草 笑 続き 続きは
続きを つづき 続けて 次へ 次は 次 つぎ もっと もっと詳しく もっとくわしく もう少し もうすこし
もうちょっと 詳しく くわしく もう一度 もう一回 もういちど もういっかい やり直し やりなおし 別の
他には ほかには 他は ほかは それで それから それだけ それはなぜ それはどうして それはなんで なぜ
なんで どうして なぜですか どういうこと どういう意味 どゆこと いつ どこ だれ 誰 なんの話 何の話
誰が言った 誰が言ったの それ誰が言った だれがいった ソース ソースは 出典 出典は 根拠 根拠は
これお願い これ それ あれ ここ おい ねえ なあ ほら あー えー えーと えっと あの うわ わあ わーい
おや あら ちがう 違う 違います 間違い 間違えた 間違えました 間違えて送った 誤爆
誤送信 なんでもない 何でもない やめて やめる 終わり 終了 キャンセル 戻る 戻って リセット 消して
ひま 暇 眠い ねむい つかれた 疲れた おなかすいた ただいま おかえり いってきます いただきます
よかった 良かった よかったです 良かったです 話し相手 話し相手になって 暇つぶし つまらない たいくつ
退屈 おめでとう がんばれ がんばって 頑張って 質問 質問です 質問があります 聞いて
聞いてください 答えて
何か言って なんか言って 話して しゃべって 面白いこと言って なんか面白いこと言って
何か面白いこと言って ジョーク ジョークを言って 歌って 遊ぼう test testing tests tst check ping
pong ok okay okey okie okok k kk kay yes yeah yep yup ya yea no nope nah sure fine alright right
correct exactly true indeed agreed same cool nice great good perfect wow woah omg lol lmao rofl
lul haha hahaha hehe xd ikr really is_that_so is_that_true is_it_so seriously for_real no_way isee
got_it understood roger copy noted hmmm huh eh oh ah more more_please more_detail more_details
tell_me_more next continue goon keep_going again once_more one_more and_then another what why how
who when where which what_else whynot what_do_you_mean who_said_that who_said_this who_said
who_says makes_no_sense no_sense doesnt_make_sense source sources citation proof wrong
wrong_channel thats_wrong never_mind nvm sorry oops
my_bad mistake stop quit exit cancel reset back undo bored im_bored tell_me_a_joke tell_a_joke
joke say_something talk_to_me sing_a_song ask question a_question i_have_a_question quick_question
idk dunno whatever congrats test1 test2 test123 testing123 one_two_three
"""

_ASKS_ABOUT_SESSION = """
いつ 何時 何日 何年 どこ 何処 どこで だれ 誰 誰が だれが どなた 何人 なんにん 何名 なんめい 参加者
登壇者 出席者 話者 発言者 登場人物 メンバー 出演者 スピーカー 開催日 開催日時 日時 日付 日程 会場
開催場所 場所 主催 when where who who_was who_all how_many how_many_people how_many_speakers
how_long date venue location speakers participants attendees participant what_time what_day
what_date which_day
"""
_ON_SESSION = """
この勉強会 勉強会 セッション イベント この会 会議 会合 集まり 対談 討論 議論 収録 録音 記録 メモ
この記録 この話 これ この 今回 当日 開催 開催された 開催されました 開かれた 開かれました 開いた
行われた 行われました あった ありました やった やりました した しました された されました 参加
参加した 参加しました 参加してた 参加していた 参加している 出席 出席した 登壇 登壇した
登壇しました 出た 出てた 出ていた 出ている いた いました 話した 話しました 話してる 話している
話していた 話してた 話す しゃべった しゃべってる 喋った 喋ってる 発言した 発言しました 喋っている
人 人たち 人は 方 全部 ぜんぶ 全員 合計 一覧 誰々 ですか なの もの のこと の話 からか 第1回 第一回
始まった 始まりました session event talk discussion meeting study study_session study_group
conversation recording record chat here held recorded took take takes taking place part in on at
of for by with from spoke speak speaks speaking spoken said talk talked talking participate
participated attended attend joined join present happen happened start started begin began begins
were was did does people persons speakers speaker list first
"""


_LATIN = "a-z0-9"
_WHOLE = rf"(?![{_LATIN}])"


def _words(*lists: str) -> str:
    """Return a pattern for any of these words, the longest first."""
    found = sorted(set(" ".join(lists).split()), key=lambda word: (-len(word), word))
    return "|".join(rf"_?{word}{_WHOLE}" if word.isascii() else word for word in found)


def _some_of(core: str, around: str) -> re.Pattern[str]:
    """Return a pattern for texts of such words alone, with at least one of the core."""
    some = rf"(?:{around})"
    return re.compile(rf"{some}{{0,3}}?(?:{core})(?:{core}|{around}){{0,5}}?")


_LAUGHTER = rf"_?w++{_WHOLE}|笑++|草++|ー++|っ"
_AROUND = f"{_words(_FILLING)}|{_LAUGHTER}"
REMARKS = {
    Remark.THANKS: _some_of(_words(_THANKS), f"{_words(_HELP, _NOTHING)}|{_AROUND}"),
    Remark.SESSION: _some_of(
        rf"(?:{_words(_ASKS_ABOUT_SESSION)})(?:{_AROUND})?(?:{_words(_ON_SESSION)})"
        rf"|(?:{_words(_ON_SESSION)})(?:{_AROUND})?(?:{_words(_ASKS_ABOUT_SESSION)})"
        rf"|(?:{_words(_ASKS_ABOUT_SESSION)})(?:{_AROUND})?(?:{_words(_ASKS_ABOUT_SESSION)})",
        f"{_words(_ON_SESSION, _ASKS_ABOUT_SESSION)}|{_AROUND}",
    ),
    Remark.HELP: _some_of(_words(_HELP), f"{_words(_NOTHING)}|{_AROUND}"),
    Remark.NOTHING: _some_of(_words(_NOTHING), _AROUND),
}
"""What messages of each kind look like, without what stands between words; in this order."""

_LAUGHING = "w笑草ーっ_"
BEGINNINGS = frozenset(
    {
        *_LAUGHING,
        *" ".join((_FILLING, _HELP, _THANKS, _NOTHING, _ASKS_ABOUT_SESSION, _ON_SESSION)).split(),
    }
)
"""The words with which alone such a message may begin."""

LENGTHS = range(1, max(map(len, BEGINNINGS)) + 1)
"""How long in letters these are."""

NOTHING_ELSE = frozenset(_NOTHING.split())
"""The whole messages that are ``Remark.NOTHING`` whatever else they may look like."""
