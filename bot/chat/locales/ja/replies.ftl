# 発言を示す返信の、発言以外の部分。

related-heading = **関連するかもしれない発言です。** 直接の答えではありませんが、次の発言がありました。
another-speaker = お尋ねの{ $named }ではなく、**{ $speaker }**の発言です。
list-separator = 、
related-topics = 次の話題について聞くこともできます。
browse-heading = { $speaker }の発言
speaker-line = **{ $name }**({ $title })・{ $role }
place-utterance = { $total }の発言のうち{ $number }番目
zone-unknown = 現地時間
when = { DATETIME($started, dateStyle: "long", timeStyle: "short") }({ $zone })
match-count = 一致 { $number } / { $total }
quote-count = 引用 { $number } / { $total }
part-count = 長いため分けて表示しています({ $number } / { $total })。
reason-line = 見つけた手がかり: { $reason }
by-meaning = 意味の近さで見つけました
source-incomplete = 出典: { $description } 第三者による不完全なメモで、公式の議事録ではありません。発言はメモのままに示しています。
source-complete = 出典: { $description } 発言は記録のままに示しています。
translation-heading = 非公式の英訳です。話者の言葉ではありません。正しいのは上の原文です。
translation-missing = この発言の英訳はまだありません。
translation-shortened = 英訳はここで省略しています。
question-shortened = 質問はここで省略しています。
shared-by = { $member } さんが共有しました
select-quote = 発言を選んで移動
select-utterance = 発言の番号を選んで移動
option-quote-number = 引用 { $number }
option-utterance-number = 発言 { $number }

# 発言の前後、または会話の通読。

passage-position = 発言 { $number } / { $total }
passage-here = 発言 { $number } / { $total }: この中に引用があり、下に印をつけています。
passage-before = 発言 { $number } / { $total }: 引用の{ $distance }つ前の発言です。
passage-after = 発言 { $number } / { $total }: 引用の{ $distance }つ後の発言です。
passage-note = 記録者の注: { $note }
passage-mark = ▼ 引用した部分
passage-mark-end = ▲ 引用ここまで

# ボタン。

button-previous-match = 前の一致
button-next-match = 次の一致
button-previous-quote = 前の引用
button-next-quote = 次の引用
button-context = 前後を読む
button-earlier = 前の発言
button-later = 後の発言
button-back = 引用に戻る
button-previous-part = 前の部分
button-next-part = 次の部分
button-translate = 英訳を表示
button-original = 英訳を隠す
button-share = 共有
button-shared = 共有しました
button-random = 別の発言をランダムに
button-read = 会話を読む
button-others = { $other }の発言を見る
