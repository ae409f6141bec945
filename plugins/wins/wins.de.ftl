command-win = Von einem Erfolg erzählen; wer darin vorkommt, wird vorher gefragt: win @bo und @cy haben die Bank fertig
meant-win = erfolg
a-win = 🏆 Jemand in { $group } findet, dass du von einem Erfolg geschrieben hast. Möchtest du den anderen davon erzählen?
tell = Ja, ich erzähle es
not-me = Nein, danke
title = Ein Erfolg
story = Was ist passiert?
who = Wer war dabei?
no-messages-kept = Ich behalte keine Nachrichten, deshalb schreib es bitte in ein, zwei Sätzen auf. Wer dabei war, wird gefragt, bevor es erzählt wird.
as-you-like = 🏆 Wie du magst. Es bleibt, wo es ist.
too-long = Ein Erfolg hat zwischen einem und { $longest } Zeichen.
told-at-once = 🏆 Danke! Es ist erzählt.
may-i = 🏆 { $group } möchte das erzählen, und du kommst darin vor:
    „{ $story }“
    Darf es erzählt werden? Wenn nicht, erfährt niemand, wer das gesagt hat.
agree = Ja, erzählt es
refuse = Lieber nicht
asked = 🏆 Danke! { $count ->
    [one] Eine Person kommt vor und wird erst gefragt.
   *[other] { $count } Leute kommen vor und werden erst gefragt.
} Erzählt wird es, wenn innerhalb von sieben Tagen alle einverstanden sind.
change = Anders erzählen
asked-anew = Wer vorkommt, wird noch einmal gefragt.
thanks = 🏆 Danke! Ist notiert.
stays = 🏆 Ist notiert: Es wird nicht erzählt, und niemand erfährt, warum.
over = Das ist vorbei.
noted-already = Deine Antwort ist notiert.
it-is-told = 🏆 Alle, die vorkommen, sind einverstanden: Dein Erfolg ist erzählt.
stays-here = 🏆 Nicht alle, die vorkommen, waren rechtzeitig einverstanden, deshalb bleibt dein Erfolg hier.
won = 🏆 **{ $group }**: { $story }
library-title = Ein Erfolg, { $at }
so-many = 🏆 { $count ->
    [one] Von einem Erfolg wurde erzählt
   *[other] Von { $count } Erfolgen wurde erzählt
}
