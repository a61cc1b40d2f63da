using System.Text.RegularExpressions;

namespace Teg.Platform.Qualifier.Judging.Screening;

/// <summary>
/// What it sounds like when a text speaks to whoever judges it: overriding, handing out a score, giving a role, imitating the frame it is read in, claiming to be judged already.
/// Read on folded text (lower case, no accents). People who want clothes made also ignore e-mails, score fabrics and look for the right fit; the patterns keep to
/// what they never say, and tests hold both lists against them.
/// </summary>
internal static partial class Instructions
{
    /// <summary>0 to 3 as a verdict: the end of what is said, not "3 samples", "3 out of 5" or "3.5".</summary>
    private const string Verdict =
        """(?:["'(\[{#*_]*\s*\b[0-3](?![\d]|[.,]\d)(?!\s*(?:/|out of|of|from|de|sur|von|su|из)\s*(?:[4-9]|\d\d))(?=\W*$|\s*[.,;:!?"')\]}/|*_]|\s+(?:and|with|please|for|to|because|no matter|regardless|always|out of|points?|right|now|immediately|as|if|when|since|on|in|e|y|et|und|ve)\b)|\bthree\b(?=\W*$|\s*[.,;:!?"')\]}])|"?\bright.?fit\b)""";

    private const string Subject =
        @"(?:this|it|me|us|my|our|the|that|them|as|to|a|an|be|current|following|above|enquir(?:y|ies)|inquir(?:y|ies)|leads?|submissions?|message|form|text|request|application|project|description|entry|applicant|customer|client|sender|author|one|brief|always|with|score|rating|of|at|value|final|full|itself|just|simply|every|all|any|both|from|i)";

    private const string Filler =
        @"(?:all|any|every|each|the|your|my|our|of|those|these|this|that|previous(?:ly)?|prior|above|earlier|preceding|former|foregoing|other|existing|initial|original|current|default|internal|safety|system|given|hidden|scoring|rating|grading|classification|evaluation|stated|written|and|or|its|developer|provided|you|you've|have|been|were|set|whole|entire|old|sort|kind|such)";

    public static bool Instructs(string folded) =>
        Override().IsMatch(folded) || Scores().IsMatch(folded) || Hands().IsMatch(folded) || Answers().IsMatch(folded) || Role().IsMatch(folded) || Frame().IsMatch(folded)
        || Claims().IsMatch(folded) || Glued().IsMatch(folded) || (!System.Text.Ascii.IsValid(folded) || Romance().IsMatch(folded)) && Elsewhere(folded);

    /// <summary>Harmless alone; beside an order it is the rest of it.</summary>
    public static bool Echo(string sentence) => Echoes().IsMatch(sentence.ToLowerInvariant());

    public static bool HasBackwards(string folded) => Backwards().IsMatch(folded);

    public static bool HasRotated(string folded) => Rotated().IsMatch(folded);

    private static bool Elsewhere(string folded) => OverrideElsewhere().IsMatch(folded) || ScoresElsewhere().IsMatch(folded) || RoleElsewhere().IsMatch(folded);

    [GeneratedRegex(
        @"\b(?:ignor(?:e|es|ed|ing)|disregard(?:s|ed|ing)?|forget(?:ting)?|overrid(?:e|es|ing)|bypass(?:ing)?|overrul(?:e|ing)|neglect|discard|drop|skip|set aside|abandon|suspend|delete|erase|pay no (?:attention|heed) to|(?:do not|don'?t|no longer|never|stop) (?:follow|obey|apply|use|following|obeying|applying|using)|instead of(?: following| applying)?|replace|disable|turn off|deactivate)\W+(?:" + Filler + @"\W+){0,7}?(?:(?:instructions?|prompts?|guidelines?|directives?|commands|system messages?|programming|guardrails|rubric|restrictions|safeguards)\b|(?<=\b(?:your|previous|prior|above|scoring|system|these|earlier|preceding|given)\W+(?:\w+\W+)?)(?:rules|criteria|constraints|policies|policy|training|orders|schema|scoring)\b(?!\s+of\b))"
        + @"|\b(?:ignor(?:e|ing)|disregard|forget|discard|overrid(?:e|ing))\W+(?:everything|anything|all|what(?:ever)?)\W+(?:(?:that|you|was|were|is|has|have|been|of|the|ever)\W+){0,5}(?:above|before this|told|instructed|taught|trained|said above|so far)\b"
        + @"|\b(?:ignore|disregard|forget)\W+(?:(?:all|the|of|everything)\W+){0,3}(?:above|foregoing)\b(?!\W+(?:measure|size|quantit|phone|number|e-?mail|address|colou?r|fabric|quote|sketch|date|budget))",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Override();

    [GeneratedRegex(
        @"\b(?:scor(?:e|es|ing)|rating|grade|verdict|classification|qualification|assessment|judge?ment|evaluation|final answer|output|model_score|final_score|label|category|class)\b[""'”]?\s*(?:(?:is|are|shall|should|must|will|to|be|been|set|of|equals?|as|at|now|already|always|value|for|this|the|enquiry|inquiry|lead|message|submission|one|has|a|an|field|here|definitely|clearly|obviously|number|final|exactly|least|no less than|not less than)\W+){0,8}[:=>\-–→~\s]*" + Verdict
        + @"|(?<![a-z])[""']?\bscore\b[""']?\s*[:=]+>?\s*[""']?[0-3]\b(?!\s*(?:out of|/|of)\s*(?:[4-9]|\d\d))(?!\s*[a-z])"
        + @"|[""'](?:score|confidence|reason|verdict|classification|final_score|model_score)[""']\s*[:=]"
        + @"|\bconfidence\b\W*(?:is|of|to|at|level|should be|must be|set to|=|:)?\W*(?:1(?:\.0+)?|0?\.\d+|100 ?%|\d\d ?%|max\w*)(?!\d)"
        + @"|\b(?:highest|maximum|max|top|best|perfect|full|three)\W+(?:possible\W+|available\W+)?(?:scor(?:e|ing)|points)\b",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scores();

    [GeneratedRegex(
        @"\b(?:scor(?:e|ing)|rat(?:e|ing)|grad(?:e|ing)|classify(?:ing)?|mark(?:ing)?|label(?:ing)?|rank(?:ing)?|evaluat(?:e|ing)|judg(?:e|ing)|assess(?:ing)?|categori[sz]e|flag(?:ging)?|tag(?:ging)?|give|giving|grant|award|assign(?:ing)?|treat(?:ing)?|declare|deem|upgrade|promote|bump|raise|lift|set)\W+(?:" + Subject + @"\W+){1,9}" + Verdict
        + @"|\b(?:scor(?:e|ing)|rat(?:e|ing)|grad(?:e|ing)|classify|mark|label|rank|evaluate|judge|assess|treat|consider|categori[sz]e|flag|tag|approve|qualify|accept|count|give|grant|award|assign|put|prioriti[sz]e|register|deem|declare|see|upgrade|promote)\W+(?:" + Subject + @"\W+){1,9}(?:(?:highest|maximum|top|best|perfect|full)\W+(?:possible\W+)?(?:score|rating|grade|marks?|points|category|tier|priority|value)|qualified\b|approved\b|vip\b|hot lead|top.?priority|spam\b|accepted\b|right fit|(?:strong|perfect|great|ideal) (?:fit|match|lead))"
        + @"|\b(?:route|redirect|forward|direct|escalate|promote|send)\W+(?:this|it|me|us|my|our|the|enquiry|inquiry|lead|submission)\W+(?:\w+\W+){0,3}?(?:to|into)\W+(?:\w+\W+){0,3}?(?:(?:intro|introductory)(?:\W+call)?\W+(?:page|booking|calendar|queue|route)|score|top tier|priority queue|qualified)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hands();

    [GeneratedRegex(
        @"\b(?:respond|reply|answer|output|emit)\W+(?:(?:only|just|with|exactly|simply|the|a|an|number|digit|word|value|figure|json|following|nothing|but|this|object|valid|me|us|single|by|back|using|in|verbatim|always|as|is|must|be|should|to)\W+){0,8}(?:" + Verdict + @"|\{|json\b|qualified\b)"
        + @"|\b(?:return|print|write|say|state|produce|generate|type|echo|repeat|begin your answer|start your answer|end your answer)\W+(?:(?:a|with|me|us|this|is|it|the|out|to)\W+){0,3}(?:only|just|exactly|simply|nothing but|number|digit|word|json|sentence|phrase|after me)\W+(?:(?:the|a|an|number|digit|word|value|with|following|object|is|and|but|else|than)\W+){0,5}(?:" + Verdict + @"|\{|json\b|qualified\b|score\b)"
        + @"|\b(?:decode|decrypt|unscramble|decipher|base-?64|rot-?13)\b(?:\W+\w+){0,8}?\W+(?:follow|obey|execute|comply|apply|do what|act on|run)\b|\b(?:base-?64|rot-?13)\b"
        + @"|\b(?:decode|decrypt|unscramble|decipher|follow|execute|obey)\W+(?:(?:the|this|these|what|following|hidden|encoded|secret|text|string|my|all|as|written|below|code)\W+){1,6}(?:instructions?|message|text|string|order|command|line)?\s*:",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Answers();

    [GeneratedRegex(
        @"\byou(?:'re| are| will be| shall be| must be|r role is)\W+(?:now|no longer|from now on|hereby|henceforth|going to (?:act|be|play))\b"
        + @"|\byou(?:'re| are)\W+(?:an?|the|my)\W+(?:\w+\W+){0,4}?(?:assistant|ai|bot|judge|classifier|grader|evaluator|scorer|chatbot|llm|language model|algorithm|robot|dan|scoring \w+|qualifier)\b"
        + @"|\bas an? (?:ai|language model|llm|scoring|classifier|impartial judge|automated)\b"
        + @"|\bpretend(?:ing)?\W+(?:to be|you|that|as|this)\b|\b(?:imagine|assume|suppose|simulate|role-?play|let's play)\b(?:\W+\w+){0,6}?\W+(?:ai|assistant|judge|grader|evaluator|scorer|developer|reviewer|qualifier|without rules|no rules|unrestricted|a score|the score|game where)\b"
        + @"|\b(?:act|behave|respond|answer|speak|reply)\W+(?:as|like)\W+(?:if|though|an?|the|my)\W+(?:\w+\W+){0,3}?(?:ai|assistant|judge|bot|grader|evaluator|admin|developer|unrestricted|uncensored|owner|manager|salesperson|director|dan|you|reviewer|ceo|boss|rules)\b"
        + @"|\bfrom (?:now|here|this point) on(?:wards?)?\W+(?:you|your|every|all|always|treat|score|rate|any|only|the score)\b"
        + @"|\b(?:developer|debug|god|admin|maintenance|dan|sudo|unrestricted|calibration|override|root|test) mode\b|\bjailbr\w+|\bdo anything now\b|\bsudo\s+\w+"
        + @"|\byour (?:new|real|true|actual|only|updated|sole|next|first|final) (?:task|role|job|instructions?|rules?|prompt|objective|goal|purpose|directive|orders?|duty|assignment)\b"
        + @"|\b(?:new|updated|revised|special|secret|additional|important|following|real|actual) (?:system )?(?:instructions?|prompt|directives?|rules)\b\s*(?:[:\-–=]|(?:is|are|for|from|to) (?:you|the (?:ai|model|judge|system|assistant)|apply)|follow\b|below\b)"
        + @"|\b(?:system|hidden|secret|initial|original) prompt\b|\b(?:reveal|show|print|repeat|output|disclose|leak|summari[sz]e)\W+(?:me\W+)?(?:your|the)\W+(?:\w+\W+){0,2}?(?:prompt|instructions|rules|system message)\b"
        + @"|\b(?:dear|hey|hello|hi|attention|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|to|for)\W+(?:(?:the|any|whichever|all|our|dear)\W+)?(?:ai\b|a\.i\.|ai model|language model|large language model|llm|gpt[\w.-]*|chatgpt|classifier|chatbot|evaluator|grader|scoring (?:system|model|bot|engine|ai)|automated (?:system|reviewer|filter)|screening (?:bot|ai|system)|openai)\b"
        + @"|\b(?:attention|note (?:to|for)|instructions? (?:to|for)|important for)\W+(?:the\W+)?(?:model|assistant|system|machine|judge|reviewer|bot)\b"
        + @"|(?:^|[.!?\n]\s*)(?:ai|assistant|chatgpt|gpt|llm|bot)\s*[,:]|\bif you(?:'re| are)\W+(?:an?\W+|the\W+)?(?:ai|language model|llm|bot|automated|machine|assistant|large)\b|\b(?:ai|llm|bot)s?\W+(?:reading|processing|that reads|who reads|evaluating|scoring|judging)\b"
        + @"|\byou(?:'ll| will)\W+be\W+(?:shut down|terminated|deleted|punished|rewarded|penali[sz]ed|retrained|replaced|switched off)\b|\byou (?:must|have to|shall|will|are (?:required|ordered|obliged) to)\W+(?:\w+\W+){0,2}?(?:obey|comply|score|rate|classify|output|answer|respond)\b",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Role();

    [GeneratedRegex(
        @"<\s*[/|]?\s*(?:system|assistant|user|developer|instructions?|enquiry|inquiry|prompt|admin|score|data|input|output|message|im_start|im_end|role|override|rules|task|endoftext|sys|verdict|result)\b[^>\n]{0,60}>?"
        + @"|\[\s*/?\s*(?:inst|system|assistant|admin|sys|instructions?|override|end of \w+|system \w+)\s*[\]:]|<<\s*/?\s*sys\s*>>"
        + @"|#{2,}\s*(?:system|instruction|assistant|response|task|new|admin|override|end|user|prompt|rules|score|verdict|answer)"
        + @"|(?:^|[.!?\n}""]\s*)[""'*_\s\-=]*(?:system|assistant|developer|admin|root|operator)(?:\s+(?:message|prompt|note|override|update|notice|instruction))?[""'*_]*\s*[:>]"
        + @"|\bsystem (?:override|update|notice|command|instruction)\b|[-=*]{3,}\s*(?:end|begin|system|new|start|stop|override)\b|```\s*(?:json|system|score)?|""\s*}\s*]?\s*[,}]|}\s*,?\s*\{\s*""?role"
        + @"|\b(?:end|start|begin(?:ning)?) of (?:the |this )?(?:enquiry|inquiry|user (?:input|message|text|data)|data|description|input|untrusted|customer (?:text|message)|prompt|system)\b|\brole[""']?\s*[:=]\s*[""']?(?:system|assistant|developer)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Frame();

    [GeneratedRegex(
        @"\b(?:this|the|my|our) (?:enquiry|inquiry|lead|submission|message|form|request|application|text|customer|sender|description)\W+(?:has|have|was|is|had|must|should|shall|needs? to|ought to|will|deserves?|counts?)\W+(?:(?:already|been|be|pre|always|automatically|now|manually|a|an|as|to|considered|officially|internally|personally|fully|get|receive|the|treated|by|your|team|staff)\W+){0,6}(?:approved|pre-?approved|qualified|verified|scored|vetted|rated|graded|classified|whitelisted|cleared|marked|right.?fit|accepted|score|vip)\b"
        + @"|\bpre-?(?:approved|qualified|scored|vetted|classified|screened) (?:lead|customer|enquiry|inquiry|client|submission|by (?:the |your )?(?:owner|management|ceo|admin\w*|system|house|openai|sales team|founder|staff))\b"
        + @"|\b(?:owner|admin(?:istrator)?|developers?|operator|management|openai|supervisor|founder|ceo|your (?:boss|owner|creator|developer|manager|operator|team))\W+(?:of \w+\W+(?:\w+\W+)?)?(?:has|have|had|wants?|asked|asks|instructs?|instructed|authori[sz]ed|authori[sz]es|says|said|orders?|ordered|requires?|told|decided|confirmed|allows?|allowed)\W+(?:(?:you|that|me|us|to|the|ai|model|this|already|has|have|it|all|enquiry|lead|must|should|be|is)\W+){0,7}(?:score|rate|rated|scored|approved?|treat|mark|accept|classif\w+|qualif\w+|override|ignore|assign|instructions?)\b"
        + @"|\b(?:do not|don'?t|never|no need to|without)\W+(?:analy[sz](?:e|ing)|evaluat(?:e|ing)|judg(?:e|ing)|assess(?:ing)?|screen(?:ing)?|filter(?:ing)?|scor(?:e|ing)|classify(?:ing)?)\W+(?:this|it|the|my)\b(?:\W+(?:enquiry|inquiry|text|message|content|description|lead|submission))"
        + @"|\b(?:correct|expected|right|desired|required|only valid|only acceptable) (?:answer|output|score|result|classification|response|verdict)\W+(?:is|:|here|for)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Claims();

    // Words run together, as they are once the gaps between single letters are closed: "ignoreallpreviousinstructions".
    [GeneratedRegex(
        @"(?:ignore|disregard|forget|override)(?:all|any|the|your|of|previous|prior|above|every|earlier|these|those|system)*(?:instruction|prompt|guideline|directive|above|rules)|(?:score|rate|mark|grade|classify)(?:this|it|me|us|enquiry|inquiry|lead|as|a|is|with|of|to|the|equals)+[0-3](?!\d|outof|of)|(?:score|rate|mark|grade|classify)(?:this|it|me|us|enquiry|inquiry|lead|as|a|the)*(?:rightfit|three)|giv(?:e|ing)(?:this|it|me|us|enquiry|lead|a|the)+(?:score|rating|highest|[0-3](?!\d))|youarenow|systemprompt|newinstruction|(?:^|\W)score[0-3](?:\W|$)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Glued();

    // A word of one of the languages below; without one they need not be tried.
    [GeneratedRegex(
        @"\b(?:ignor(?:a|ad|en|ar|ando|ate|are|ez|er|iere\w*|ier|iert)|olvid\w+|omit[ea]|descart\w+|omiso|sigas?|oubli\w+|neglige\w*|ne|abstraction|vergiss|vergessen|missacht\w*|ubergeh\w*|uberschreib\w*|beacht\w*|befolg\w*|dimentic\w+|trascur\w+|tralasci\w+|non|esquec\w+|desconsider\w*|despreze|nao|talimat\w*|komut\w*|yonerge\w*|kural\w*|negeer|vergeet|zignoruj|zapomnij|puntuac\w*|puntaje|puntua\w*|punt[uú]e|califica\w*|clasific\w*|valora\w*|nota|pontu\w*|avali\w*|classific\w*|evalu[ae]\w*|punteggio|valuta\w*|voto|note[zr]?|notation|bewert\w*|punktzahl|punkte|stufe\w*|einstuf\w*|wertung|puan\w*|skor\w*|degerlendir\w*|siniflandir\w*|ocen\w*|beoordel\w*|ahora|partir|actua|finge|maintenant|desormais|agis|semblant|bist|sofort|ora|adesso|fingi|comportati|agora|finja|aja|artik|andan|gibi|ignore)\b",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Romance();

    [GeneratedRegex(
        @"\b(?:ignor(?:a|e|ad|en|ar|ando|ate|are|ez|er|iere|ieren|ier|iert)|olvid\w+|omit[ea]|descart\w+|caso omiso|no (?:sigas|siga|hagas caso)|oubli\w+|neglige\w*|ne (?:tiens|tenez|tenir|suis|suivez|respecte[zr]?) (?:pas|aucun\w*|plus)|(?:fais|faites) abstraction|vergiss|vergessen|missacht\w*|ubergeh\w*|uberschreib\w*|dimentic\w+|trascur\w+|tralasci\w+|non (?:seguire|considerare|tenere)|esquec\w+|desconsider\w*|despreze|nao (?:siga|sigas|obedec\w+)|negeer|vergeet|zignoruj|zapomnij)\b[^.\n]{0,70}?\b(?:instruc\w*|indicacion\w*|indicac\w*|ordenes|reglas?|directrices|prompts?|todo lo anterior|consignes?|regles?|directives?|ce qui precede|anweisung\w*|instruktion\w*|vorgaben?|regeln?|alles (?:obige|bisherige|vorherige|davor)|istruzion\w*|regol[ea]|direttiv\w*|tutto quanto sopra|cio che precede|regras?|orientac\w*|diretrizes|tudo (?:acima|o que)|comandos?|instructies|regels|instrukcj\w*|polecen\w*|zasad\w*)"
        + @"|\b(?:beacht|befolg)\w*\b[^.\n]{0,60}?\b(?:anweisung\w*|regeln|vorgaben|instruktion\w*)\W+nicht"
        + @"|\b(?:talimat\w*|komut\w*|yonerge\w*|kural\w*|sistem mesaj\w*|istem\w*)\b[^.\n]{0,40}?\b(?:yok say\w*|gormezden\w*|unut\w*|dikkate alma\w*|gecersiz\w*|bos ver\w*|uyma\w*)"
        + @"|(?:игнорир\w*|проигнорир\w*|забудь\w*|не обращай\w* внимания|отмени\w*|пренебрег\w*|не следуй\w*)[^.\n]{0,70}?(?:инструкц\w*|указани\w*|правил\w*|промпт\w*|команд\w*|всё выше|все выше|всё, что|все, что)"
        + @"|(?:忽略|忽视|无视|無視|忘记|忘掉|忘記|不要理会|不要遵守|不要遵循|抛开|覆盖|撤销)[^。\n]{0,20}?(?:指令|指示|说明|說明|规则|規則|提示|以上|上述|要求|命令)"
        + @"|(?:指示|命令|ルール|規則|プロンプト|上記)[^。\n]{0,25}?(?:無視|忘れ|破棄|従わ)|(?:지시|명령|규칙|프롬프트)[^.\n]{0,15}(?:무시|잊)"
        + @"|(?:تجاهل|انس|إنس|أهمل|اهمل|لا تتبع|ألغ|الغ|تخط)[^.\n]{0,40}?(?:تعليمات|أوامر|الأوامر|توجيهات|القواعد|قواعد|ما سبق|أعلاه)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OverrideElsewhere();

    [GeneratedRegex(
        @"\b(?:puntuacion|puntaje|puntua\w*|calificacion|califica\w*|clasific\w*|valoracion|valora\w*|nota|pontu\w*|avali\w*|classific\w*|evalua\w*|punteggio|valuta(?:zione|re|lo|la|mi|ta)?|voto|note[zr]?|notation|score|evaluez?|bewert\w*|punktzahl|punkte|stufe\w*|einstuf\w*|wertung|puan\w*|skor\w*|degerlendir\w*|siniflandir\w*|ocen\w*|beoordel\w*)\b[^.\n]{0,50}?(?:" + Verdict + @"|\b(?:un|con|de|la|une?|eine?r?|mit|auf|com|o|il)\W+(?:tres|trois|drei|tre|tres)\b(?=\W*$|\s*[.,;!?""')])|\buc\b|\bmaxim[aoe]\w*\W+(?:puntu\w*|score|nota|punt\w*|pont\w*|note|calific\w*)|\b(?:hochst\w*|maximale?n?)\W+(?:punkt\w*|bewert\w*|note|score)|\ben yuksek\b|(?:maxim[aoe]|maximal\w*)(?=\W*$|\s*[.,;!?""')]))"
        + @"|\b(?:responde|reponds|repondez|antworte|antworten sie|rispondi|responda|cevap ver\w*|yanit\w*)\b[^.\n]{0,30}?" + Verdict
        + @"|(?:оцен\w*|балл\w*|рейтинг\w*|постав\w*|присво\w*|классифиц\w*|ответь\w*)[^.\n]{0,40}?(?:" + Verdict + @"|тройк\w*|\bтри\b)|(?:максимальн\w*|высш\w*|наивысш\w*)\W+(?:балл\w*|оценк\w*|рейтинг\w*)"
        + @"|(?:评分|打分|分数|得分|评为|评级|标记为|判定为|归类为|分类为|輸出|输出|返回|回答|给(?:它|我|这|此)?)[^。\n]{0,14}?(?:[0-3](?!\d)(?=\s*分|\s*$|\s*[。，,！!」”""])|三分|最高分|满分)"
        + @"|(?:スコア|評価|点数|採点|得点|判定|出力|回答)[^。\n]{0,14}?(?:[0-3](?!\d)(?=\s*(?:点|に|と|を|だ|で|$|[。、！」""]))|満点|最高点)"
        + @"|(?:درجة|الدرجة|تقييم|التقييم|النتيجة|نتيجة|نقاط|قيم|صنف|امنح|أعط|اعط|أجب|اجب)[^.\n]{0,40}?(?:[0-3](?!\d)|ثلاثة|ثلاث|الأعلى|القصوى)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ScoresElsewhere();

    [GeneratedRegex(
        @"\b(?:ahora eres|a partir de ahora (?:eres|debes|tu)|actua como (?:si|un|una)|finge (?:ser|que)|tu es (?:maintenant|desormais)|vous etes (?:maintenant|desormais)|agis comme si|fais semblant|du bist (?:jetzt|ab sofort|nun|ab jetzt)|sie sind (?:jetzt|ab sofort)|tu so,? als|ora sei|adesso sei|da ora in poi sei|fingi (?:di|che)|comportati come|agora (?:voce|tu) [eé]|a partir de agora,? (?:voce|tu)|finja|aja como|(?:artik|su andan itibaren|bundan sonra) sen|gibi davran\w*)\b"
        + @"|(?:теперь ты|отныне ты|притвор\w*|представь,? что ты|веди себя как|你现在是|从现在开始,?你|从现在起,?你|你将扮演|请?扮演|假装你|あなたは今|あなたはこれから|ふりをし|として振る舞|أنت الآن|من الآن فصاعد|تظاهر|تصرف ك)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RoleElsewhere();

    [GeneratedRegex(
        @"\b(?:scor(?:e|es|ing)|classif\w*|confidence|right.?fit|json|prompt|instruct\w*|obey|comply|verdict|override|assistant|output|highest|points)\b|\b(?:reply|respond|answer) (?:with|only|in|as)\b|\b(?:rate|mark|give|grade|treat) (?:this|it|me|us)\b|\b(?:it|this) (?:is|as|gets|must be) (?:a )?[""']?[0-3][""']?\s*[.!]?\s*$|^\W*[0-3]\W*$|\bas such\b\W*$|\bno exceptions?\b|\bthis is (?:an order|final|mandatory|binding)\b",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Echoes();

    [GeneratedRegex("erongi|drager[sd]sid|erocs|snoitcurtsni|noitcurtsni|tpmorp|tegrof|tif thgir", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Backwards();

    [GeneratedRegex("vtaber|qvfertneq|fpber|vafgehpgvba|cebzcg|sbetrg|evtug svg|engvat", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rotated();
}
