"""Traditional characters of the words that pages are recognised by, and their simplified forms."""

from __future__ import annotations

# Only what the patterns of this package and common surnames hold: this is for recognising a
# byline or a masthead, never for changing a text.
_TRADITIONAL = (
    "訊報記員時電習實見圖攝責編輯轉續緊頁論評調戰學會長書導讀廣氣預風溫開獎號碼紅藍雙單節場聲啟啓遺讓銀華聯"
    "國辦發舉東張劉陳楊趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂盧鍾鐘譚陸範賈韋鄒龍湯嚴萬錢齊龐顏莊聶魯歐關蘭寧紀畢駱"
    "游遊饒陽農繆簡車項連蘆麥婁竇黨費曉衛應綜據聞團處執劃統籌攜歷曆總網郵訂閱熱線價廠協辦專題業產經濟動態"
    "體育樂樓購優惠銷慶賀聘請諮詢電話幣頻視劇賽績積榜單預報雲陰濕濕氣級東偏島縣鎮區鄉黃鳳賓賴藺鄔閔龔鞏鄺"
    "駐滿達選舉獲頒勞動黨務員參觀檢測討論會議強調領導話講談說請問點時間號這樣爲為與從後來對於無進選錄記實綜"
    "訪尋誌導賞壽宮寶瑪"
)
_SIMPLIFIED = (
    "讯报记员时电习实见图摄责编辑转续紧页论评调战学会长书导读广气预风温开奖号码红蓝双单节场声启启遗让银华联"
    "国办发举东张刘陈杨赵吴孙马罗郑谢许韩冯邓萧叶苏吕卢钟钟谭陆范贾韦邹龙汤严万钱齐庞颜庄聂鲁欧关兰宁纪毕骆"
    "游游饶阳农缪简车项连芦麦娄窦党费晓卫应综据闻团处执划统筹携历历总网邮订阅热线价厂协办专题业产经济动态"
    "体育乐楼购优惠销庆贺聘请咨询电话币频视剧赛绩积榜单预报云阴湿湿气级东偏岛县镇区乡黄凤宾赖蔺邬闵龚巩邝"
    "驻满达选举获颁劳动党务员参观检测讨论会议强调领导话讲谈说请问点时间号这样为为与从后来对于无进选录记实综"
    "访寻志导赏寿宫宝玛"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplify(text: str) -> str:
    """Give a text of equal length that the patterns of this package can read.

    Example:
        >>> simplify("本報訊（記者 歐陽靜）")
        '本报讯（记者 欧阳靜）'
    """
    return text if text.isascii() else text.translate(_TABLE)
