"""Words that news about a town use every day, by the words beside them, and their look-alikes."""

from __future__ import annotations

from tests.support.read_marked import assert_read


def test_a_measured_field_is_no_particle() -> None:
    assert_read(
        "三百亩{地}栽上了桑树: di4",
        "一块{地}换来两份收入: di4",
        "两片{地}淹了: di4",
        "每亩{地}增收四百元: di4",
        "七分{地}撒了菜籽: di4",
        "五亩地{种}了姜: zhong4",
        "他一块一块{地}码砖: de5",
        "钱一分一分{地}攒: de5",
        "他十分{地}小心: de5",
        "雪一片一片{地}落: de5",
    )


def test_the_same_year_falls_and_those_years_do_not() -> None:
    assert_read(
        "水厂{当}年动工、当年供水: dang4",
        "水厂当年动工、{当}年供水: dang4",
        "桥{当}年竣工: dang4",
        "他{当}年参过军: dang1",
        "{当}年建设者的后人回到青川: dang1",
        "镇长{当}众道歉: dang1",
    )


def test_roots_and_trepang_take_no_part() -> None:
    assert_read(
        "党{参}与白术同种: shen1",
        "党参{与}白术同种: yu3",
        "海{参}与扇贝是渡口的特产: shen1",
        "采挖沙参{与}黄精: yu3",
        "人人{参}与种植玉米: can1",
        "上海{参}与大豆贸易: can1",
        "镇民参{与}修堤: yu4",
    )


def test_wei_of_what_is_done_to_somebody_and_of_promise() -> None:
    assert_read(
        "镇上有一批年少有{为}的匠人: wei2",
        "老会计不{为}金钱所诱: wei2",
        "船工{为}风浪所困: wei2",
        "他从不{为}己谋利: wei4",
        "他{为}派出所送去锦旗: wei4",
    )


def test_people_are_moved_and_settings_set() -> None:
    assert_read(
        "他被上{调}到市里任职: diao4",
        "水价上{调}到三元: tiao2",
        "药师{调}配药膳汤: tiao2",
        "油漆要现场{调}配: tiao2",
        "县里{调}配了两台水泵: diao4",
        "船票{调}至八元: tiao2",
        "开会时间从两点{调}到三点: tiao2",
        "收音机{调}到了评书台: tiao2",
        "他{调}到电视台工作: diao4",
        "师傅会{调}律: tiao2",
        "床头可以上下{调}: tiao2",
    )


def test_hearts_are_bound_and_laces_tied() -> None:
    assert_read(
        "渔民的安危{系}在他心上: xi4",
        "两镇的命运{系}在一座桥上: xi4",
        "缆绳{系}在桩上: ji4",
        "红领巾{系}得歪了: ji4",
        "安全带没{系}: ji4",
        "中文{系}得奖: xi4",
    )


def test_what_is_spread_poured_borne_or_falls() -> None:
    assert_read(
        "秘方从不外{传}: chuan2",
        "《青川外{传}》: zhuan4",
        "{朝}阳的屋子先租完: chao2",
        "迎着{朝}阳出发: zhao1",
        "杏树四年{结}果: jie1",
        "苹果开始{结}果: jie1",
        "检测{结}果公布: jie2",
        "果树长势调查{结}果显示: jie2",
        "泥浆倾{倒}在沟里: dao4",
        "墙体倾{倒}压坏了车: dao3",
        "水由两种{分}子组成: fen1",
        "镇里有两个犯罪{分}子落网: fen4",
        "二百来{只}鹅: zhi1",
        "砖{砸}中路灯: za2",
        "石块砸{中}路灯: zhong4",
        "在挣扎{中}脱身: zhong1",
    )


def test_trades_prizes_and_repetition() -> None:
    assert_read(
        "爱一{行}钻一行: hang2",
        "爱一行{钻}一行: zuan1",
        "她{得}过冠军: de2",
        "他{得}过中风: de2",
        "两家争{得}面红耳赤: de5",
        "因雨{重}赛: chong2",
        "他把名单{重}报一次: chong2",
        "他体{重}测了一次: zhong4",
        "骂不{还}口: huan2",
        "{还}溪于民: huan2",
    )


def test_loads_heaps_and_bowls() -> None:
    assert_read(
        "盐全靠人{背}: bei1",
        "他{背}了十里山路: bei1",
        "他{背}了三天课文: bei4",
        "那笔债{背}了八年: bei1",
        "货架{倒}了两排: dao3",
        "麦子{倒}了一地: dao3",
        "水{倒}了一地: dao4",
        "汤还没{盛}: cheng2",
        "茶会{盛}况空前: sheng4",
        "不让一户{落}下: la4",
        "他没{落}下残疾: luo4",
        "她以刺绣见{长}: chang2",
        "白鹤成{行}: hang2",
        "会谈未能成{行}: xing2",
        "两数相{差}无几: cha4",
        "见不{得}人的买卖: de5",
    )


def test_a_weight_a_trade_and_a_meal_are_no_people() -> None:
    assert_read(
        "渡船卸下的石{重}五百斤: zhong4",
        "新买的车{重}三吨: zhong4",
        "旧街上有柴{行}、米行、花行: hang2",
        "旧街上有柴行、米行、花{行}: hang2",
        "她给邻居{盛}粥: cheng2",
        "镇长{盛}志远表示: sheng4",
    )


def test_answers_debts_and_ways_of_growing() -> None:
    assert_read(
        "敲了三回没人{应}: ying1",
        "水厂{应}付的货款: ying1",
        "他{应}对自如: ying4",
        "船上送来{给}养: ji3",
        "钱交{给}养老院: gei3",
        "那种{种}法省水: zhong4",
        "这种种{法}令: fa3",
        "{倒}数八秒: dao4",
        "倒{数}八秒: shu3",
        "倒{数}据: shu4",
        "他把笑话{当}了真: dang4",
        "老秀才为渡口作{传}: zhuan4",
        "井{干}了，塘也干了: gan1",
        "塘也{干}了: gan1",
        "他们说完就{干}了: gan4",
        "大伙实打实地{干}。: gan4",
    )


def test_millstones_watchmen_and_vacant_stalls() -> None:
    assert_read(
        "芝麻{磨}得很细: mo4",
        "刀{磨}得快: mo2",
        "她{挑}起了大梁: tiao3",
        "他{挑}水上山: tiao1",
        "孩子{长}于渔村: zhang3",
        "他{长}于绘画: chang2",
        "墙上青苔{长}满了: zhang3",
        "老汉{看}了十年水库: kan1",
        "他{看}了两年书: kan4",
        "丈夫{看}店: kan1",
        "铺位{空}着一半: kong4",
        "心里{空}着: kong1",
        "黄沙漫{卷}而来: juan3",
        "{没}膝的稻田: mo4",
        "{没}有膝盖高: mei2",
        "坐船就{晕}: yun4",
    )


def test_oars_shrines_and_clothes() -> None:
    assert_read(
        "三人一起{划}，船就快了: hua2",
        "整齐{划}一: hua4",
        "庙里{供}着药王: gong4",
        "站里{供}着电: gong1",
        "太清{观}修好了: guan4",
        "村民参{观}渡口: guan1",
        "镇里{着}人去查: zhuo2",
        "他只{着}一件单衣: zhuo2",
        "他笑{着}说: zhe5",
        "走错一{着}，全盘皆输: zhao1",
        "旧机床拆{散}运走: san3",
        "拆{散}一个家庭: san4",
        "谷子一{石}能出六斗: dan4",
        "门吱{呀}开了: ya1",
    )


def test_a_total_length_is_no_office() -> None:
    assert_read("绿道总{长}超过八十公里: chang2", "两条跑道总{长}多少: chang2")
    assert_read("参谋总{长}来访: zhang3", "陆军总{长}: zhang3")


def test_chang_counts_fires_storms_and_battles_and_another_is_a_show() -> None:
    assert_read(
        "一{场}山火烧了三天: chang2",
        "一{场}沙尘暴刮来: chang2",
        "打了一{场}翻身仗: chang2",
    )
    assert_read("一{场}地震题材电影: chang3", "一{场}比赛: chang3", "一{场}辩论: chang3")


def test_words_of_reports_that_a_chance_word_hides() -> None:
    assert_read(
        "发病{率}在下降: lv4",
        "用情的{切}实践行者: qie4",
        "事不{遂}心: sui4",
        "半身不{遂}: sui2",
        "唱响一{曲}{曲}赞歌: qu3 qu3",
        "{重}檐庑殿顶: chong2",
        "《寒食{帖}》展出: tie4",
        "《请{帖}》: tie3",
        "以岁{朝}为题: zhao1",
        "他三岁{朝}着海跑: chao2",
        "{塞}上小城: sai4",
        "往包里{塞}上两件衣服: sai1",
        "中{几}建交: ji1",
    )


def test_lines_that_schools_teach_are_read_as_taught() -> None:
    assert_read(
        "{朝}辞白帝彩云间: zhao1",
        "不入虎穴，焉{得}虎子: de2",
        "天{将}降大任于斯人: jiang1",
        "知者{乐}水，仁者{乐}山: yao4 yao4",
        "安{得}广厦千万间: de2",
        "春花秋月何时{了}: liao3",
        "子不学，{教}不严: jiao4",
    )


def test_chaoyang_is_a_name_and_the_morning_sun_is_zhao() -> None:
    assert_read(
        "{朝}阳路修到了桥头: chao2",
        "家住{朝}阳里三号楼: chao2",
        "{朝}阳小学搬了新家: chao2",
        "{朝}阳花园业主大会: chao2",
        "从辽宁{朝}阳运来小米: chao2",
        "他去{朝}阳出差: chao2",
        "两间屋子{朝}阳，亮堂: chao2",
        "船队迎着{朝}阳出港: zhao1",
        "看到{朝}阳升起来了: zhao1",
        "在{朝}阳里晨跑: zhao1",
        "养老是{朝}阳产业: zhao1",
    )


def test_an_officer_talks_and_officers_stand_in_a_row() -> None:
    assert_read(
        "小学校{长}谈阅读: zhang3",
        "青川县{长}谈乡村振兴: zhang3",
        "董事{长}谈转型: zhang3",
        "链{长}、群{长}都来了: zhang3 zhang3",
        "库{长}、渠{长}、沟{长}各管一段: zhang3 zhang3 zhang3",
        "林{长}、田{长}守护青山: zhang3 zhang3",
        "河{长}效应显现: zhang3",
        "他和老师{长}谈了一夜: chang2",
        "在学校{长}谈至深夜: chang2",
        "山路{长}、坡陡: chang2",
        "腿{长}、胳膊{长}: chang2 chang2",
    )


def test_bei_carries_and_a_text_is_recited() -> None:
    assert_read(
        "后生把阿婆{背}了出来: bei1",
        "民警把孩子{背}过河: bei1",
        "儿子{背}大娘看病: bei1",
        "山民{背}砖上山: bei1",
        "把课文{背}了下来: bei4",
        "把脸{背}了过去: bei4",
        "唐诗{背}出来一半: bei4",
        "脚{背}石膏还没拆: bei4",
    )


def test_lent_things_are_given_back_and_names_are_also_given() -> None:
    assert_read(
        "自助借{还}机装好了: huan2",
        "雨伞借{还}全凭自觉: huan2",
        "单车租{还}点设在桥头: huan2",
        "钱向谁借{还}没定: hai2",
        "出租{还}是自住: hai2",
        "他{还}给伙伴起外号: hai2",
        "把伞{还}给站里: huan2",
    )


def test_prices_are_raised_and_officials_promoted() -> None:
    assert_read(
        "水价{调}升一成: tiao2",
        "利率{调}升零点二五个百分点: tiao2",
        "他被{调}升为副镇长: diao4",
    )


def test_what_hides_or_holds_is_cang_and_tibetans_are_zang() -> None:
    assert_read(
        "深谷{藏}古渡: cang2",
        "老巷{藏}美味: cang2",
        "地窖{藏}红薯: cang2",
        "一碗粥{藏}乡愁: cang2",
        "舍之则{藏}。: cang2",
        "高原{藏}寨迎客: zang4",
        "涉{藏}州县: zang4",
        "{藏}羌织绣: zang4",
        "{藏}家姑娘敬茶: zang4",
        "川{藏}公路: zang4",
    )


def test_for_what_it_is_done_and_for_what_not() -> None:
    assert_read(
        "她不{为}那个，图个热闹: wei4",
        "守渡口不{为}出名: wei4",
        "跑这趟就{为}一口气: wei4",
        "来镇上就{为}和老友喝茶: wei4",
        "这段往事不{为}人知: wei2",
        "他不{为}所动: wei2",
        "过了桥就{为}邻县: wei2",
    )


def test_one_animal_is_bought_and_only_some_are_kept() -> None:
    assert_read(
        "赶集买{只}母鸡: zhi1",
        "林子里有{只}小鸟: zhi1",
        "他养鸡{只}养土鸡: zhi3",
        "他家养{只}能下蛋的: zhi3",
    )


def test_food_is_ladled_and_the_fire_grows() -> None:
    assert_read(
        "米饭自己{盛}吧: cheng2",
        "吃多少{盛}多少: cheng2",
        "你再{盛}点儿: cheng2",
        "汤{盛}在碗里: cheng2",
        "火势更{盛}: sheng4",
        "香火很{盛}: sheng4",
        "枝叶繁{盛}多少年: sheng4",
    )


def test_the_rook_of_chess_beside_other_pieces_and_vehicles_elsewhere() -> None:
    assert_read(
        "开局兑{车}，双方均势: ju1",
        "黑方丢马失{车}: ju1",
        "他弃了一个{车}，只好认输: ju1",
        "红方多一个{车}: ju1",
        "他丢了一{车}货: che1",
        "一人一{车}: che1",
        "他用{车}换了房: che1",
        "凭兑{车}票乘车: che1",
    )


def test_grain_is_measured_in_dan_and_dou() -> None:
    assert_read(
        "漕粮二十万{石}运抵码头: dan4",
        "年俸三百{石}: dan4",
        "{石}米千钱: dan4",
        "木柴三百{担}: dan4",
        "茶叶两千余{担}: dan4",
        "{斗}米斤鸡: dou3",
        "米店门前一百{石}狮: shi2",
        "三百{石}阶: shi2",
        "水利工程五百{担}保函: dan1",
    )


def test_dan_measures_grain_or_a_load() -> None:
    assert_read(
        "军粮二十万{石}运抵青川: dan4",
        "那年缴米万余{石}: dan4",
        "县令俸禄六百{石}: dan4",
        "灾年{石}米千钱: dan4",
        "收稻谷四百{担}: dan4",
        "烟叶收购两万{担}: dan4",
        "每{担}三元: dan4",
        "饥荒时{斗}米千钱: dou3",
    )


def test_stones_and_duties_are_no_measures() -> None:
    assert_read(
        "工厂投资百亿{石}化项目: shi2",
        "一万{石}头房: shi2",
        "运米车队绕过三千{石}阶: shi2",
        "数百{石}碑: shi2",
        "年产{石}米一百吨: shi2",
        "来到万{石}，天已经黑了: shi2",
        "百人{担}任讲解员: dan1",
        "八十{担}保: dan1",
    )


def test_ju_is_a_piece_of_chess() -> None:
    assert_read(
        "开局不久双方兑{车}: ju1",
        "老周丢马失{车}: ju1",
        "先失一{车}，仍不认输: ju1",
        "他用{车}换了对方的马: ju1",
        "红方多一个{车}: ju1",
        "残局里他还有一个{车}: ju1",
        "他丢了一个{车}: che1",
        "积分可兑{车}位: che1",
        "红方代表乘{车}进城: che1",
        "象棋比赛当天停{车}免费: che1",
        "他丢了{车}，去派出所报案: che1",
        "用{车}换粮: che1",
    )
