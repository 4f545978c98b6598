"""Is this a Vietnamese syllable? The evidence by which legacy text is told from Unicode.

Vietnamese has few sounds: an onset, a rime, one tone, and a rime closed by c, ch, p or t takes
only two of the six tones. Text in the wrong encoding breaks these rules within a word or two.
Names of other peoples (Y Moan, K'Pă) break them too, so this is evidence, never a check of names.
"""

import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu
iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu y
o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăp oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôp uôt
uy uya uych uyên uyêt uynh uyn uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu
ươc ươi ươm ươn ương ươp ươt ươu
"""
FRONT = "eêiy"  # before these letters k, gh and ngh are written instead of c, g and ng
STOPS = ("c", "p", "t", "ch")
ACUTE, DOT_BELOW = "\u0301", "\u0323"
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def _is_spelling(onset: str, rime: str) -> bool:
    if onset in ("c", "ng"):
        return rime[0] not in FRONT
    if onset == "g":
        return rime[0] not in "eêy"  # "gì", "giêng"
    if onset in ("k", "gh", "ngh"):
        return rime[0] in FRONT
    if onset == "q":
        return rime[0] == "u"
    if rime.startswith("yê"):
        return onset in ("", "qu")
    return True


# Without tones. "Quên" is qu + ên, "quốc" is q + uôc.
SYLLABLES = frozenset(
    onset + rime
    for onset in ("", *_ONSETS.split())
    for rime in _RIMES.split()
    if _is_spelling(onset, rime)
)


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """True for one syllable in a sensible case: "hoà", "Hòa", "HÒA", not "hÒa" and not "Hòă"."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in TONES]
    if tones:  # a second one stays and is in no syllable
        letters = letters.replace(tones[0], "")
    letters = unicodedata.normalize("NFC", letters)
    if letters not in SYLLABLES:
        return False
    return not letters.endswith(STOPS) or (bool(tones) and tones[0] in (ACUTE, DOT_BELOW))
