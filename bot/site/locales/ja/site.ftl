# `hatsugen site`が書き出すページの文言。

sessions = 記録された議論
other-language = English
skip = 会話へ移動
facts = この議論について
when = 日時
where = 場所
not-recorded = 記録なし
moment = { DATETIME($started, dateStyle: "long", timeStyle: "short") }（{ $zone ->
    [japan] 日本時間
   *[other] { $zone }
}）
zone-unknown = 現地時間
speakers = 話者
record = 記録
size = { $utterances }発言、{ $quotes }文
topics = 話題
source = 出典
open-source = 出典を開く
incomplete = 話されたことのすべてがこの記録に残っているわけではありません。
perhaps-incomplete = 話されたことのすべてがこの記録にあるとは限りません。
search = 発言を検索
search-words = 探す言葉
search-hint = 日本語でも英語でも、ひらがなでも検索できます。入力した言葉がこのページの外へ送られることはありません。
search-speaker = 話者
search-everyone = 全員
search-none = 近い発言は見つかりませんでした。
search-one = 1文が見つかりました。
search-many = { $count }文が見つかりました。
search-first = { $count }文のうち、最初の{ $shown }文です。
without-script = 検索にはJavaScriptが必要です。ブラウザーのページ内検索（Ctrl+F）でも言葉を探せます。
conversation = 会話
utterance-link = { $number }番目の発言へのリンク
utterance-of = 全{ $total }発言中{ $number }番目
at = 開始から{ $time }、出典で開く
note = 記録者の注：{ $note }
translation = 非公式の英訳（発言そのものではありません）
made = 言葉はすべて話者自身のもので、記録にあるとおりです。このページは何も送信せず、外部から何も読み込みません。
nothing = まだ何も記録されていません。
