"""A web server with e-papers of 青川 in the structures that the common systems have."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DAY = "2026-03-04"
HEADLINES = ("城北新桥昨日通车", "青川中学添了图书馆", "老街修缮进入收尾阶段")


def article(headline: str, *, title_tag: str = "h1") -> str:
    """Write an article's page as an e-paper does, with its menu around."""
    body = "".join(
        f"<p>{'本报讯（记者周雨）' * (n == 0)}{headline}，工程历时{n + 8}个月，沿线居民出行更方便。"
        f"市交通局负责人说，第{n + 1}期工程的收尾工作将在月底完成。</p>"
        for n in range(4)
    )
    return (
        f"<html><head><meta charset='utf-8'><title>{headline}-青川日报</title></head><body>"
        f"<div class='nav'><a href='node_2.htm'>返回目录</a> <a href='/'>首页</a></div>"
        f"<{title_tag}>{headline}</{title_tag}><div id='ozoom'>{body}</div>"
        "<div class='footer'>青川日报社版权所有</div></body></html>"
    )


def listing(pages: dict[str, str], articles: dict[str, str], foreign: str = "") -> str:
    """Write a page of an e-paper: a list of its pages, and one of this page's articles."""
    rows = "".join(f"<li><a href='{href}'>{text}</a></li>" for href, text in pages.items())
    titles = "".join(f"<li><a href='{href}'>{text}</a></li>" for href, text in articles.items())
    areas = "".join(f"<area shape='rect' coords='0,0,9,9' href='{href}'>" for href in articles)
    return (
        f"<html><head><meta charset='utf-8'><title>青川日报</title></head><body><map>{areas}</map>"
        f"<ul id='pages'>{rows}</ul><ul id='titles'>{titles}</ul>{foreign}</body></html>"
    )


OLD = "<a href='../../2026-03/03/node_2.htm'>往期</a><a href='http://elsewhere.test/node_9.htm'>友报</a>"


def founder() -> tuple[str, dict[str, str]]:
    """方正: html/2026-03/04/node_2.htm and content_….htm."""
    base = "/html/2026-03/04/"
    pages = {"node_2.htm": "第01版：要闻", "./node_3.htm": "第A02版：民生"}
    return base + "node_2.htm", {
        base + "node_2.htm": listing(
            pages,
            {"content_11.htm?div=-1": HEADLINES[0], "content_12.htm?div=-1": HEADLINES[1]},
            OLD,
        ),
        base + "node_3.htm": listing(pages, {"content_13.htm?div=-1": HEADLINES[2]}),
        **{
            f"{base}content_{n}.htm": article(h)
            for n, h in zip((11, 12, 13), HEADLINES, strict=True)
        },
    }


def peoples_daily() -> tuple[str, dict[str, str]]:
    """人民日报 2020 on: nbs.D110000…_01.htm and nw.D110000…_20260304_1-01.htm."""
    base = "/rmrb/html/2026-03/04/"
    pages = {"nbs.D110000qcrb_01.htm": "01版：要闻", "nbs.D110000qcrb_02.htm": "02版：民生"}
    names = ("1-01", "2-01", "1-02")
    return base + "nbs.D110000qcrb_01.htm", {
        base + "nbs.D110000qcrb_01.htm": listing(
            pages,
            {
                f"nw.D110000qcrb_20260304_{n}.htm": h
                for n, h in zip(names[:2], HEADLINES, strict=False)
            },
        ),
        base + "nbs.D110000qcrb_02.htm": listing(
            pages, {"nw.D110000qcrb_20260304_1-02.htm": HEADLINES[2]}
        ),
        **{
            f"{base}nw.D110000qcrb_20260304_{n}.htm": article(h)
            for n, h in zip(names, HEADLINES, strict=True)
        },
    }


def new_founder() -> tuple[str, dict[str, str]]:
    """方正 new style: pc/layout/202603/04/node_01.html and pc/content/202603/04/content_….html."""
    base = "/pc/layout/202603/04/"
    up = "../../../content/202603/04/"
    pages = {"node_01.html": "01 要闻", "node_02.html": "02 民生"}
    return base + "node_01.html", {
        base + "node_01.html": listing(
            pages, {f"{up}content_301.html": HEADLINES[0], f"{up}content_302.html": HEADLINES[1]}
        ),
        base + "node_02.html": listing(pages, {f"{up}content_303.html": HEADLINES[2]}),
        **{
            f"/pc/content/202603/04/content_{n}.html": article(h, title_tag="h2")
            for n, h in zip((301, 302, 303), HEADLINES, strict=True)
        },
    }


def huawen() -> tuple[str, dict[str, str]]:
    """华文: shtml/qcrb/20260304/vA1.shtml and 12345.shtml."""
    base = "/shtml/qcrb/20260304/"
    pages = {f"{base}vA1.shtml": "A1版", f"{base}vA2.shtml": "A2版"}
    return base + "vA1.shtml", {
        base + "vA1.shtml": listing(
            pages, {f"{base}50001.shtml": HEADLINES[0], f"{base}50002.shtml": HEADLINES[1]}
        ),
        base + "vA2.shtml": listing(pages, {f"{base}50003.shtml": HEADLINES[2]}),
        **{f"{base}5000{n}.shtml": article(h) for n, h in enumerate(HEADLINES, 1)},
    }


def huaguang() -> tuple[str, dict[str, str]]:
    """华光: content/20260304/PageA01TM.htm and ArticelA01002TM.htm."""
    base = "/qcwb/content/20260304/"
    pages = {"PageA01TM.htm": "A01", "PageA02TM.htm": "A02"}
    names = ("A01002", "A01003", "A02002")
    return base + "PageA01TM.htm", {
        base + "PageA01TM.htm": listing(
            pages, {f"Articel{n}TM.htm": h for n, h in zip(names[:2], HEADLINES, strict=False)}
        ),
        base + "PageA02TM.htm": listing(pages, {f"Articel{names[2]}TM.htm": HEADLINES[2]}),
        **{f"{base}Articel{n}TM.htm": article(h) for n, h in zip(names, HEADLINES, strict=True)},
    }


SYSTEMS = {
    "founder": founder,
    "peoples-daily": peoples_daily,
    "new-founder": new_founder,
    "huawen": huawen,
    "huaguang": huaguang,
}


@dataclass
class EpaperServer:
    """What the server has, and what it was asked."""

    host: str = ""
    files: dict[str, str] = field(default_factory=dict)
    robots: str | None = None
    codes: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"


@contextlib.contextmanager
def serve_epaper() -> Iterator[EpaperServer]:
    """Serve on loopback until the block ends."""
    site = EpaperServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.asked.append(path)
            site.agents.add(self.headers.get("User-Agent", ""))
            if path in site.redirects:
                self.send_response(302)
                self.send_header("Location", site.redirects[path])
                self.end_headers()
                return
            text = site.robots if path == "/robots.txt" else site.files.get(path)
            code = site.codes.get(path, 200 if text is not None else 404)
            data = (text or "").encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
