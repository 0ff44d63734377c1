# 発言を示す返信の、発言以外の部分。

related-heading = **関連するかもしれない発言です。**
    直接の答えではありませんが、次の発言がありました。
another-speaker = お尋ねの{ $named }ではなく、**{ $speaker }**の発言です。
list-separator = 、
related-topics = 次の話題についても質問できます。
browse-heading = { $speaker }の発言
with-title = { $person }（{ $title }）
with-role = { $person }・{ $role }
choice-speaker = { $name }（{ $role }）
place-number = { $number }番目
zone-unknown = 現地時間
date = { DATETIME($started, dateStyle: "long") }
when = { DATETIME($started, dateStyle: "long", timeStyle: "short") }（{ $zone ->
    [japan] 日本時間
   *[other] { $zone }
}）
match-count = 候補 { $number } / { $total }
quote-count = 発言 { $number } / { $total }
part-count = 長いため、分けて表示しています（{ $number } / { $total }）。
reason-line = 検索語（発言ではありません）：{ $reason }
said-before = この直前の発言：{ $words }
said-after = この直後の発言：{ $words }
by-meaning = 意味の近さで見つけました
source-complete = 出典：{ $description }
source-incomplete = 出典：{ $description }（{ $kind ->
    [unknown] 完全かは不明
   *[known] 不完全
}）
source-kind = { $kind ->
    [memo] メモ
    [minutes] 議事録
   *[transcript] 書き起こし
}
translation-heading = 非公式の英訳（発言そのものではありません）
translation-shortened = 英訳はここで省略しています。
question-shortened = 質問はここで省略しています。
judged = ありがとうございます。質問の言葉と発言の位置だけを記録しました。誰の質問かは残しません。
shared-by = { $member }さんが共有しました
select-quote = 発言を選んで移動
select-utterance = 番号を選んで移動
option-quote-number = 発言 { $number }
option-utterance-number = { $number }番目の発言

# 発言の前後、または会話の通読。

passage-position = 全{ $total }発言中{ $number }番目
passage-here = 全{ $total }発言中{ $number }番目。引用した部分に印をつけています。
passage-before = 全{ $total }発言中{ $number }番目。引用の{ $distance }つ前の発言です。
passage-after = 全{ $total }発言中{ $number }番目。引用の{ $distance }つ後の発言です。
passage-note = 記録者の注：{ $note }
passage-mark = ▼ 引用した部分
passage-mark-end = ▲ 引用ここまで

# ボタン。

button-previous-match = 前の候補
button-next-match = 次の候補
button-previous-quote = 前へ
button-next-quote = 次へ
button-context = 前後を読む
button-earlier = 前の発言
button-later = 次の発言
button-back = 引用に戻る
button-previous-part = 前の部分
button-next-part = 次の部分
button-translate = 英訳を表示
button-original = 英訳を隠す
button-source = 出典
button-site = 記録で読む
button-share = 共有
button-shared = 共有しました
button-random = ランダム
button-read = 会話を読む
button-others = { $other }の発言を見る
button-helpful = 役に立った
button-not-asked = 聞きたいことと違う
