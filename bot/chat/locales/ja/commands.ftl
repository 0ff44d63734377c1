# コマンドの名前、説明、選択肢。
# コマンドと引数の名前は空白なしで32文字まで。説明と選択肢は100文字まで。

command-ask = 質問
command-ask-description = 議論で何が話されたかを質問します。答えは記録どおりの発言です
command-quote = 発言
command-quote-description = 話者の発言を順に読みます。話者を省くと、誰かの発言をランダムに示します
command-session = 議論
command-session-description = いつ、誰が、何を話したか。会話全体を読むこともできます
command-daily = 毎日の発言
command-daily-description = 毎日、決まった時刻に発言を一つ投稿します。何も指定せずに使うと、やめます
command-configure = 設定
command-configure-description = このサーバーで回答に使う議論を絞ります。何も指定せずに使うと、すべての議論に戻します
command-help = ヘルプ
command-help-description = このボットでできること
command-privacy = プライバシー
command-privacy-description = このボットがあなたについて保存するもの
command-find-related = 関連する発言を探す
command-remove = この答えを消す
command-not-asked = 聞きたいことと違う

option-question = 質問文
option-question-description = 尋ねたいこと。日本語でも英語でもかまいません
option-speaker = 話者
option-ask-speaker-description = この話者の発言だけから答えます
option-quote-speaker-description = 誰の発言を読むか。省くと、誰かの発言をランダムに示します
option-private = 自分だけ
option-private-description = 返信を自分だけに表示します
option-topic = 話題
option-topic-description = この話題に近い発言だけを、近い順に示します
option-order = 順番
option-order-description = どの発言から読み始めるか
option-session = 議論名
option-session-description = どの議論か。題名、話題、日付で探せます。省くと最新のものです
option-ask-session-description = この議論の発言だけから答えます。題名、話題、日付で探せます
option-channel = チャンネル
option-channel-description = 投稿するチャンネル
option-time = 時刻
option-time-description = 日本時間で、「9:00」のように指定します
option-sessions = 議論
option-sessions-description = 回答に使う議論を一つずつ加えます。同じものをもう一度指定すると外れます

choice-in-order = はじめから
choice-random = ランダム
